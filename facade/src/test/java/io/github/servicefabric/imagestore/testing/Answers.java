package io.github.servicefabric.imagestore.testing;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import okio.Buffer;

/** What the gateway says of sessions and content, in JSON: numbers of 64 bits are strings. */
final class Answers {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Answers() {}

  static String sessions(List<UploadSession> sessions) throws IOException {
    Buffer text = new Buffer();
    JsonWriter json = JsonWriter.of(text).beginObject().name("UploadSessions").beginArray();
    for (UploadSession session : sessions) {
      json.beginObject();
      json.name("StoreRelativePath").value(session.path());
      json.name("SessionId").value(session.id().toString());
      json.name("ModifiedDate").value(time(session.modified()));
      json.name("FileSize").value(Long.toString(session.total()));
      json.name("ExpectedRanges").beginArray();
      for (Map.Entry<Long, Long> range : session.expectedRanges().entrySet()) {
        json.beginObject();
        json.name("StartPosition").value(range.getKey().toString());
        json.name("EndPosition").value(range.getValue().toString());
        json.endObject();
      }
      json.endArray().endObject();
    }
    json.endArray().endObject();
    return text.readUtf8();
  }

  static String content(Listing listing, boolean paged) throws IOException {
    Buffer text = new Buffer();
    JsonWriter json = JsonWriter.of(text).beginObject().name("StoreFiles").beginArray();
    for (StoredFile file : listing.files()) {
      json.beginObject();
      json.name("FileSize").value(Long.toString(file.content().size()));
      json.name("FileVersion").beginObject();
      json.name("VersionNumber").value(Long.toString(file.version().number()));
      json.name("EpochDataLossNumber").value(Long.toString(file.version().dataLoss()));
      json.name("EpochConfigurationNumber").value(Long.toString(file.version().configuration()));
      json.endObject();
      json.name("ModifiedDate").value(time(file.modified()));
      json.name("StoreRelativePath").value(file.path());
      json.endObject();
    }
    json.endArray().name("StoreFolders").beginArray();
    for (Listing.Folder folder : listing.folders()) {
      json.beginObject();
      json.name("StoreRelativePath").value(folder.path());
      json.name("FileCount").value(Long.toString(folder.fileCount()));
      json.endObject();
    }
    json.endArray();
    if (paged) {
      json.name("ContinuationToken").value(listing.escapedToken());
    }
    json.endObject();
    return text.readUtf8();
  }

  private static String time(Instant time) {
    return TIME.format(time);
  }
}
