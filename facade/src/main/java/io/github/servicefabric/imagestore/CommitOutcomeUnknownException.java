package io.github.servicefabric.imagestore;

/**
 * An attempt may have committed the session, and no answer settled it: the answer was lost, or it
 * came from a cluster that may go on with the work. The cause is the last thing that came back, a
 * {@link FabricErrorException} where it was an answer.
 *
 * <p>Committing the same session again is safe: a commit is idempotent for as long as the image
 * store remembers the session. If that ends in a 404, it still proves nothing, for a session is
 * forgotten after its commit as well as without it; look for the file in the image store before
 * sending the chunks again.
 */
public final class CommitOutcomeUnknownException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  CommitOutcomeUnknownException(
      Commit commit, int attempts, String what, String next, Throwable cause) {
    super(commit, attempts, "outcome unknown, " + what, next, cause);
  }
}
