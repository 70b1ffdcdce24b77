package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What was to be sent could not be read, or was no longer all there. */
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  public SourceException(Path file, String change, @Nullable IOException cause) {
    super(change, cause);
    this.file = file;
  }

  public Path file() {
    return file;
  }

  /** What changed. */
  public String change() {
    return String.valueOf(getMessage());
  }
}
