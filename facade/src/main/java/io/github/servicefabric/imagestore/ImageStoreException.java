package io.github.servicefabric.imagestore;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation that did not end in success. Of one request a caller has to know one of three
 * things: the cluster refused it, nothing reached the cluster, or nobody can tell. An upload may
 * also end for what it found on disk or at its path. The message says in one line what happened and
 * what to do next; the failures of earlier attempts are its suppressed exceptions.
 *
 * <p>The kinds have public constructors, so that users can test what they do about them.
 *
 * @serial exclude
 */
public abstract sealed class ImageStoreException extends RuntimeException
    permits FabricErrorException,
        ImageStoreUnreachableException,
        OutcomeUnknownException,
        PackageExistsException,
        PackageUploadException,
        SourceChangedException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final String requestId;
  private final int attempts;
  private final @Nullable UUID sessionId;
  private final @Nullable String storePath;

  ImageStoreException(String message, Facts facts, @Nullable Throwable cause) {
    super(message, cause);
    this.operation = facts.operation;
    this.requestId = facts.requestId;
    this.attempts = facts.attempts;
    this.sessionId = facts.sessionId;
    this.storePath = facts.storePath;
  }

  /** {@return the contract's operation id, {@code commitImageStoreUploadSession} for example} */
  public String operation() {
    return operation;
  }

  /**
   * {@return the id under which the cluster's gateway logged the request, in the header {@code
   * X-ServiceFabricRequestId}}
   */
  public String requestId() {
    return requestId;
  }

  /** {@return how many attempts had been made when this was thrown, the first one included} */
  public int attempts() {
    return attempts;
  }

  /** {@return the id of the upload session that the operation was about, if it was about one} */
  public Optional<UUID> sessionId() {
    return Optional.ofNullable(sessionId);
  }

  /** {@return the path in the image store that the operation was about, if it was about one} */
  public Optional<String> storePath() {
    return Optional.ofNullable(storePath);
  }

  /** What was called. Immutable: each setter returns a copy. */
  public static final class Facts {
    private final String operation;
    private final String requestId;
    private final int attempts;
    private final @Nullable UUID sessionId;
    private final @Nullable String storePath;

    private Facts(
        String operation,
        String requestId,
        int attempts,
        @Nullable UUID sessionId,
        @Nullable String storePath) {
      this.operation = Objects.requireNonNull(operation, "operation must not be null");
      this.requestId = Objects.requireNonNull(requestId, "requestId must not be null");
      this.attempts = attempts;
      this.sessionId = sessionId;
      this.storePath = storePath;
    }

    /**
     * {@return the facts of a call with one attempt, about no session and no path}
     *
     * @param operation see {@link ImageStoreException#operation}
     * @param requestId see {@link ImageStoreException#requestId}
     * @throws NullPointerException if an argument is null
     */
    public static Facts of(String operation, String requestId) {
      return new Facts(operation, requestId, 1, null, null);
    }

    /**
     * {@return the same facts with another number of attempts}
     *
     * @param attempts see {@link ImageStoreException#attempts}
     */
    public Facts attempts(int attempts) {
      return new Facts(operation, requestId, attempts, sessionId, storePath);
    }

    /**
     * {@return the same facts about an upload session}
     *
     * @param sessionId null for none
     */
    public Facts sessionId(@Nullable UUID sessionId) {
      return new Facts(operation, requestId, attempts, sessionId, storePath);
    }

    /**
     * {@return the same facts about a path in the image store}
     *
     * @param storePath null for none
     */
    public Facts storePath(@Nullable String storePath) {
      return new Facts(operation, requestId, attempts, sessionId, storePath);
    }
  }
}
