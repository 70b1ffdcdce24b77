package io.github.servicefabric.imagestore.internal.call;

import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.ByteRange;
import io.github.servicefabric.imagestore.StoreContent;
import io.github.servicefabric.imagestore.UploadSession;
import io.github.servicefabric.imagestore.generated.model.FileInfo;
import io.github.servicefabric.imagestore.generated.model.FileVersion;
import io.github.servicefabric.imagestore.generated.model.FolderInfo;
import io.github.servicefabric.imagestore.generated.model.ImageStoreContent;
import io.github.servicefabric.imagestore.generated.model.UploadChunkRange;
import io.github.servicefabric.imagestore.generated.model.UploadSessionInfo;
import io.github.servicefabric.imagestore.internal.call.Operations.Page;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of what the gateway sends. What it always sends and did not makes the answer one
 * that makes no sense.
 */
final class Reading {
  private Reading() {}

  /**
   * Makes a failure of the attempt of an answer that makes no sense; what else was thrown is
   * returned as it is. A catch clause in its place would load Moshi for each first call.
   */
  static Exception failure(Exception thrown) {
    return thrown instanceof JsonDataException
        ? new IOException("an answer that makes no sense: " + thrown.getMessage(), thrown)
        : thrown;
  }

  static List<UploadSession> sessions(
      io.github.servicefabric.imagestore.generated.model.@Nullable UploadSession body) {
    if (body == null || body.getUploadSessions() == null) {
      return List.of();
    }
    return sensible(() -> body.getUploadSessions().stream().map(Reading::session).toList());
  }

  private static UploadSession session(@Nullable UploadSessionInfo sent) {
    UploadSessionInfo info = present(sent);
    long size = number(info.getFileSize());
    List<ByteRange> missing = new ArrayList<>();
    if (info.getExpectedRanges() != null && size > 0) {
      for (UploadChunkRange sentRange : info.getExpectedRanges()) {
        UploadChunkRange range = present(sentRange);
        missing.add(
            new ByteRange(number(range.getStartPosition()), number(range.getEndPosition()), size));
      }
    }
    return new UploadSession(
        present(info.getSessionId()),
        present(info.getStoreRelativePath()),
        size,
        time(info.getModifiedDate()),
        missing);
  }

  static Optional<Page> page(@Nullable ImageStoreContent body, Predicate<String> wasThere) {
    if (body == null) {
      return Optional.empty();
    }
    return sensible(
        () -> {
          List<FileInfo> files = orEmpty(body.getStoreFiles());
          List<FolderInfo> folders = orEmpty(body.getStoreFolders());
          String token = body.getContinuationToken();
          if (token != null && wasThere.test(token)) {
            throw new JsonDataException("a page has the token of one before it");
          }
          return Optional.of(
              new Page(
                  new StoreContent(
                      files.stream().map(Reading::file).toList(),
                      folders.stream().map(Reading::folder).toList()),
                  token == null || token.isEmpty() ? null : token));
        });
  }

  private static StoreContent.File file(@Nullable FileInfo sent) {
    FileInfo info = present(sent);
    FileVersion version = present(info.getFileVersion());
    return new StoreContent.File(
        present(info.getStoreRelativePath()),
        number(info.getFileSize()),
        new StoreContent.FileVersion(
            number(version.getVersionNumber()),
            number(version.getEpochDataLossNumber()),
            number(version.getEpochConfigurationNumber())),
        time(info.getModifiedDate()));
  }

  private static StoreContent.Folder folder(@Nullable FolderInfo sent) {
    FolderInfo info = present(sent);
    return new StoreContent.Folder(
        present(info.getStoreRelativePath()), number(info.getFileCount()));
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Instant time(@Nullable OffsetDateTime time) {
    return present(time).toInstant();
  }

  private static long number(@Nullable String digits) {
    return Long.parseLong(present(digits));
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new JsonDataException("something that is always there is missing");
    }
    return value;
  }

  private static <T> T sensible(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new JsonDataException("a number or range that is none: " + e.getMessage(), e);
    }
  }
}
