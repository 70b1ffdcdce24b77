package io.github.servicefabric.imagestore;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A commit that did not end in success. The three kinds are the three things a caller has to know:
 * the cluster refused it, nothing reached the cluster, or nobody can tell. The message says in one
 * line what happened and what to do next; the failures of earlier attempts are its suppressed
 * exceptions.
 *
 * @serial exclude
 */
public abstract sealed class ImageStoreException extends RuntimeException
    permits FabricErrorException, ImageStoreUnreachableException, CommitOutcomeUnknownException {
  private static final long serialVersionUID = 1L;

  private final String requestId;
  private final UUID sessionId;
  private final int attempts;

  ImageStoreException(
      Commit commit, int attempts, String what, String next, @Nullable Throwable cause) {
    super(message(commit, attempts, what, next), cause);
    this.requestId = commit.requestId();
    this.sessionId = commit.sessionId();
    this.attempts = attempts;
  }

  private static String message(Commit commit, int attempts, String what, String next) {
    return "Upload session "
        + commit.sessionId()
        + ": "
        + what
        + " (request id "
        + commit.requestId()
        + ", "
        + attempts
        + (attempts == 1 ? " attempt). " : " attempts). ")
        + next;
  }

  /**
   * {@return the id under which the cluster's gateway logged the request, in the header {@code
   * X-ServiceFabricRequestId}}
   */
  public String requestId() {
    return requestId;
  }

  /** {@return the id of the upload session that was to be committed} */
  public UUID sessionId() {
    return sessionId;
  }

  /** {@return how many attempts had been made when this was thrown, the first one included} */
  public int attempts() {
    return attempts;
  }
}
