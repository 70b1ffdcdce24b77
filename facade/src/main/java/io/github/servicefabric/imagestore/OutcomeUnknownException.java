package io.github.servicefabric.imagestore;

import org.jspecify.annotations.Nullable;

/**
 * An attempt may have done its work, and no answer settled it: the answer was lost, or it came from
 * a cluster that may go on with the work. The cause is the last thing that came back, a {@link
 * FabricErrorException} where it was an answer.
 *
 * <p>Committing the same session again is safe: a commit is idempotent for as long as the image
 * store remembers the session. If that ends in a 400, it still proves nothing, for a session is
 * forgotten after its commit as well as without it; look for the file in the image store before
 * sending the chunks again.
 */
public final class OutcomeUnknownException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  /**
   * For what throws it, and for tests of what catches it.
   *
   * @param message what happened, and what to do next
   * @param facts what was called
   * @param cause the last thing that came back
   * @throws NullPointerException if the facts are null
   */
  public OutcomeUnknownException(String message, Facts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }
}
