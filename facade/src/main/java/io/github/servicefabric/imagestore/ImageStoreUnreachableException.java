package io.github.servicefabric.imagestore;

/**
 * No attempt reached the cluster, so nothing was committed. The cause says what stood in the way: a
 * name that does not resolve, a connection that was refused, a certificate that is not trusted.
 */
public final class ImageStoreUnreachableException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  ImageStoreUnreachableException(
      Commit commit, int attempts, String what, String next, Throwable cause) {
    super(commit, attempts, "not committed, " + what, next, cause);
  }
}
