package io.github.servicefabric.imagestore.testing;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** The body of a copy. {@code CheckMarkFile} is read by the gateway and used by nobody. */
record CopyRequest(String source, String destination, List<String> skipFiles, boolean overwrites) {
  /** Null where the gateway refuses the body. */
  static @Nullable CopyRequest read(byte[] body) throws IOException {
    try {
      Object json = JsonReader.of(new Buffer().write(body)).readJsonValue();
      if (!(json instanceof Map<?, ?> members)
          || !(members.get("RemoteSource") instanceof String source)
          || !(members.get("RemoteDestination") instanceof String destination)) {
        return null;
      }
      List<String> skipFiles = new ArrayList<>();
      if (members.get("SkipFiles") instanceof List<?> names) {
        names.forEach(name -> skipFiles.add(String.valueOf(name)));
      }
      return new CopyRequest(
          source, destination, skipFiles, !"Echo".equals(members.get("CopyFlag")));
    } catch (JsonDataException | com.squareup.moshi.JsonEncodingException | EOFException e) {
      return null;
    }
  }

  /** By the name of a file, not by its path. */
  boolean skips(String name) {
    return skipFiles.stream().anyMatch(name::equalsIgnoreCase);
  }
}
