package io.github.servicefabric.imagestore.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file of the fake image store consists of: the bodies that it was put together from, in
 * their order. The bytes themselves are not kept. Immutable.
 */
public final class Content {
  /**
   * One body.
   *
   * @param offset where it starts in the file, in bytes
   * @param length how many bytes it has
   * @param sha256 its SHA-256 in lower-case hexadecimal; empty where {@link FakeImageStore#hashing}
   *     was off when it came
   */
  public record Part(long offset, long length, String sha256) {}

  private final List<Part> parts;

  Content(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Returns the size in bytes. */
  public long size() {
    return parts.stream().mapToLong(Part::length).sum();
  }

  /** Returns the bodies: one where the file came in a single PUT, else one for each chunk. */
  public List<Part> parts() {
    return parts;
  }

  /**
   * Returns the SHA-256 of the whole file in lower-case hexadecimal. It is known where the file
   * came in one body; a file of several chunks can be compared by {@link #matches(Path)} only.
   */
  public Optional<String> digest() {
    return parts.size() == 1 && !parts.get(0).sha256().isEmpty()
        ? Optional.of(parts.get(0).sha256())
        : Optional.empty();
  }

  /**
   * Tells whether this is what is in a file: the same size, and the same digest part by part.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalStateException if hashing was off when a part came
   */
  public boolean matches(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Files.size(file) == size() && matches(in);
    }
  }

  /**
   * Tells whether this is what is in an array.
   *
   * @throws IllegalStateException if hashing was off when a part came
   */
  public boolean matches(byte[] expected) {
    try {
      return expected.length == size() && matches(new ByteArrayInputStream(expected));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean matches(InputStream expected) throws IOException {
    byte[] buffer = new byte[Received.BUFFER];
    for (Part part : parts) {
      if (part.sha256().isEmpty()) {
        throw new IllegalStateException("no digest to compare with: hashing was off");
      }
      Received received = new Received(true);
      long left = part.length();
      while (left > 0) {
        int read = expected.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          return false;
        }
        received.take(buffer, read);
        left -= read;
      }
      if (!received.sha256().equals(part.sha256())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Content content && parts.equals(content.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return size() + " bytes in " + parts;
  }
}
