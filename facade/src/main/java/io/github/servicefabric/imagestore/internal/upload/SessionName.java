package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The GUID of an upload's session, made of what the upload is: whoever uploads the same again asks
 * for the same session, and no state is kept anywhere.
 */
final class SessionName {
  /** Raised where the same file is to get another name. */
  private static final String FORMAT = "imagestore-upload-1";

  /** Of names that are made of something; random ones have 4. */
  private static final int VERSION = 8;

  private SessionName() {}

  static UUID of(StorePath path, WatchedFile file, Resume resume) {
    BlockDigests content = file.content();
    return of(path, file.file(), file.identity(), content == null ? null : content.whole(), resume);
  }

  /**
   * Names a session.
   *
   * @param content the digest of all of the file; null where it was not read for its name
   */
  static UUID of(
      StorePath path, Path file, FileIdentity identity, byte @Nullable [] content, Resume resume) {
    if (resume == Resume.NEVER) {
      return UUID.randomUUID();
    }
    MessageDigest digest = BlockDigests.sha256();
    add(digest, FORMAT);
    add(digest, resume.name());
    add(digest, path.value());
    add(digest, Long.toString(identity.size()));
    if (content != null) {
      digest.update(content);
    }
    if (resume == Resume.UNCHANGED_FILE) {
      add(digest, file.toAbsolutePath().normalize().toString());
      add(digest, identity.modified().toInstant().toString());
      add(digest, String.valueOf(identity.changed()));
      add(digest, String.valueOf(identity.key()));
    }
    return version8(digest.digest());
  }

  /** Whether a later call finds the session: of a random name it cannot know. */
  static boolean isFoundAgain(UUID name) {
    return name.version() == VERSION;
  }

  private static void add(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    // Its length comes first, so that no two lists of parts look alike.
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static UUID version8(byte[] hash) {
    ByteBuffer bits = ByteBuffer.wrap(hash);
    long high = bits.getLong() & ~0xf000L | VERSION << 12;
    long low = bits.getLong() >>> 2 | Long.MIN_VALUE;
    return new UUID(high, low);
  }
}
