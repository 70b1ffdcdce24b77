package io.github.servicefabric.imagestore.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates and keys come from: a file, which may be renewed, or bytes that were read
 * once.
 */
public final class Source {
  /** Far more than all authorities of the web take, and little enough to read by mistake. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final @Nullable Path path;
  private final byte[] bytes;

  private Source(@Nullable Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  public static Source of(Path path) {
    return new Source(Objects.requireNonNull(path, "path must not be null"), new byte[0]);
  }

  public static Source of(InputStream stream) {
    Objects.requireNonNull(stream, "stream must not be null");
    try {
      return new Source(null, bounded(stream, "the given stream"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the given stream of certificates", e);
    }
  }

  public boolean isFile() {
    return path != null;
  }

  byte[] read() {
    if (path == null) {
      return bytes;
    }
    String why = "";
    IOException cause;
    try (InputStream stream = Files.newInputStream(path)) {
      return bounded(stream, toString());
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + path, e);
    } catch (AccessDeniedException e) {
      why = ": this process has no right to";
      cause = e;
    } catch (IOException e) {
      cause = e;
    }
    if (Files.isDirectory(path)) {
      why = ": it is a folder";
    }
    throw new IllegalArgumentException("cannot read the file " + path + why, cause);
  }

  private static byte[] bounded(InputStream stream, String where) throws IOException {
    byte[] read = stream.readNBytes(MOST_BYTES + 1);
    if (read.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "more than " + MOST_BYTES + " bytes, which are no certificates or keys, in " + where);
    }
    return read;
  }

  /** Something that is equal for as long as the content is, as far as the file system tells. */
  Object stamp() {
    if (path == null) {
      return "";
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Arrays.asList(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return "missing";
    }
  }

  /** For messages. */
  @Override
  public String toString() {
    return path == null ? "the given stream" : path.toString();
  }
}
