package io.github.servicefabric.imagestore;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file was not the same while it was read: it grew or shrank, was replaced or written, or could
 * not be read any more. Nothing was committed.
 *
 * @serial exclude
 */
public final class SourceChangedException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final String change;

  /**
   * For what throws it, and for tests of what catches it.
   *
   * @param message what happened, and what to do next
   * @param facts what was called
   * @param file see {@link #file}
   * @param change see {@link #change}
   * @param cause what reading it ended with, if it ended
   * @throws NullPointerException if the facts, the file or the change is null
   */
  public SourceChangedException(
      String message, Facts facts, Path file, String change, @Nullable Throwable cause) {
    super(message, facts, cause);
    this.file = Objects.requireNonNull(file, "file must not be null");
    this.change = Objects.requireNonNull(change, "change must not be null");
  }

  /** {@return the file} */
  public Path file() {
    return file;
  }

  /** {@return what changed, such as {@code its size was 10 and is 12}} */
  public String change() {
    return change;
  }
}
