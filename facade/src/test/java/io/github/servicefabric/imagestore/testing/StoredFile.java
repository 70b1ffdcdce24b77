package io.github.servicefabric.imagestore.testing;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that the image store has for good.
 *
 * @param path with the separators of the store
 * @param upload the session that it came from; null where it came in one PUT or from a copy
 */
record StoredFile(
    String path, Content content, Version version, Instant modified, @Nullable UUID upload) {
  /** Each write has another version. */
  record Version(long number, long dataLoss, long configuration) {}

  String name() {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
