package io.github.servicefabric.imagestore.testing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of a body that comes: how long it was, and its digest where that is wanted. */
final class Received {
  static final int BUFFER = 64 * 1024;

  private @Nullable MessageDigest digest;
  private @Nullable String sha256;
  private long length;

  Received(boolean hashing) {
    this.digest = hashing ? newDigest() : null;
  }

  /** A body of zeros, for sessions that a test opens without sending anything. */
  static Received zeros(long length, boolean hashing) {
    Received zeros = new Received(hashing);
    byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
    for (long left = length; left > 0; left -= buffer.length) {
      zeros.take(buffer, (int) Math.min(left, buffer.length));
    }
    return zeros;
  }

  void take(byte[] bytes, int count) {
    length += count;
    if (digest != null) {
      digest.update(bytes, 0, count);
    }
  }

  long length() {
    return length;
  }

  /** Called once the body is whole, which ends the hashing; empty without it. */
  String sha256() {
    if (sha256 == null) {
      sha256 = digest == null ? "" : HexFormat.of().formatHex(digest.digest());
      digest = null;
    }
    return sha256;
  }

  Content.Part part(long offset) {
    return new Content.Part(offset, length, sha256());
  }

  Content content() {
    return new Content(List.of(part(0)));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
