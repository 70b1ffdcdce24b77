package io.github.servicefabric.imagestore;

/**
 * There is a whole package at the store path, one whose root has its mark {@code _.dir}, and {@link
 * UploadOptions#replaceExisting()} is false. Nothing was sent and nothing was changed. Whoever only
 * wants the package to be there may go on.
 *
 * @serial exclude
 */
public final class PackageExistsException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  /**
   * For what throws it, and for tests of what catches it.
   *
   * @param message what happened, and what to do next
   * @param facts what was called
   * @throws NullPointerException if the facts are null
   */
  public PackageExistsException(String message, Facts facts) {
    super(message, facts, null);
  }
}
