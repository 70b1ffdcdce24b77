package io.github.servicefabric.imagestore;

import org.jspecify.annotations.Nullable;

/**
 * No attempt reached the cluster, so nothing was done. The cause says what stood in the way: a name
 * that does not resolve, a connection that was refused, a certificate that is not trusted. An
 * operation that only asks ends like this, too, where no answer came to any attempt.
 */
public final class ImageStoreUnreachableException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  /**
   * For what throws it, and for tests of what catches it.
   *
   * @param message what happened, and what to do next
   * @param facts what was called
   * @param cause what stood in the way; null where the call ended before it was sent
   * @throws NullPointerException if the facts are null
   */
  public ImageStoreUnreachableException(String message, Facts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }
}
