package io.github.servicefabric.imagestore;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A package that is not whole in the image store: some of its files or marks did not get there. No
 * folder above one that failed has its mark, so nobody takes the package for whole. The first
 * failure is the cause, the others are suppressed. Calling again sends what is missing.
 *
 * @serial exclude
 */
public final class PackageUploadException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final transient PackageResult result;
  private final transient List<Failure> failures;

  /**
   * What did not get there.
   *
   * @param file the file, or the folder whose mark is missing
   * @param cause why
   */
  public record Failure(Path file, ImageStoreException cause) {}

  /**
   * For what throws it, and for tests of what catches it.
   *
   * @param message what happened, and what to do next
   * @param facts what was called
   * @param result see {@link #result}
   * @param failures see {@link #failures}, one or more
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if there is no failure
   */
  public PackageUploadException(
      String message, Facts facts, PackageResult result, List<Failure> failures) {
    super(message, facts, first(failures).cause());
    this.result = Objects.requireNonNull(result, "result must not be null");
    this.failures = List.copyOf(failures);
    this.failures.stream().skip(1).limit(100).forEach(other -> addSuppressed(other.cause()));
  }

  private static Failure first(List<Failure> failures) {
    if (failures.isEmpty()) {
      throw new IllegalArgumentException("failures must have one or more");
    }
    return failures.get(0);
  }

  /** {@return what got to the image store} */
  public PackageResult result() {
    return result;
  }

  /** {@return what did not, each with its reason} */
  public List<Failure> failures() {
    return failures;
  }
}
