package io.github.servicefabric.imagestore;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Commits upload sessions of the image store of one cluster. Safe for use by several threads; one
 * instance serves a whole application, and keeps its connections open between commits.
 *
 * <pre>{@code
 * try (ImageStoreClient client = ImageStoreClient.create("http://localhost:19080")) {
 *   client.commitUploadSession(sessionId, CommitOptions.builder().timeout(Duration.ofMinutes(5)).build());
 * }
 * }</pre>
 *
 * <p>Every commit is the operation "Commit Image Store Upload Session" of the Service Fabric REST
 * API, {@code POST /ImageStore/$/CommitUploadSession}, as Windows clusters with the native image
 * store have it. An attempt waits for its answer 15 seconds longer than the {@linkplain
 * CommitOptions.Builder#timeout server timeout}, and nothing else limits it but a {@linkplain
 * CommitOptions.Builder#deadline deadline}; a connection has to come about within 10 seconds. An
 * attempt that failed for a reason that may pass is followed by others as the {@link RetryPolicy}
 * says, and by no others: nothing is sent again behind its back, and no redirect is followed.
 *
 * <p>A commit that returns normally has happened. For the ways in which it can fail see {@link
 * ImageStoreException}.
 */
public final class ImageStoreClient implements AutoCloseable {
  private final CommitOptions defaults;
  private final RetryPolicy policy;
  private final Timing timing;
  private final AttemptReporter reporter;
  private final HttpStack stack;
  private final Target target;
  private final Set<CommitCall> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ImageStoreClient(
      ImageStoreClientBuilder builder, List<HttpUrl> endpoints, HttpStack stack, Timing timing) {
    this.defaults = builder.defaults;
    this.policy = builder.policy;
    this.timing = timing;
    this.reporter = new AttemptReporter(builder.listener);
    this.stack = stack;
    this.target =
        new Target(
            Gateway.ofEach(endpoints, stack),
            builder.credentials != null && builder.credentials.token() != null);
  }

  /**
   * {@return a client with every default}
   *
   * @param endpoint the HTTP gateway of the cluster, see {@link ImageStoreClientBuilder#endpoint}
   * @throws NullPointerException if the endpoint is null
   * @throws IllegalArgumentException if it is not an absolute http or https URL, or has user info,
   *     query or fragment
   */
  public static ImageStoreClient create(String endpoint) {
    return builder().endpoint(endpoint).build();
  }

  /** {@return a builder that has everything but the endpoint} */
  public static ImageStoreClientBuilder builder() {
    return new ImageStoreClientBuilder();
  }

  /**
   * Commits an upload session with the client's default options, and returns when it is committed.
   *
   * @param sessionId the GUID under which all chunks were sent
   * @throws NullPointerException if the id is null
   * @throws IllegalArgumentException if it is all zeros
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error, and nothing was committed
   * @throws ImageStoreUnreachableException if no request reached the cluster
   * @throws CommitOutcomeUnknownException if the session may have been committed, or not.
   *     Interrupting the thread ends the call in one of these last three ways, with the thread's
   *     interrupt flag set
   */
  public void commitUploadSession(UUID sessionId) {
    commitUploadSession(sessionId, CommitOptions.defaults());
  }

  /**
   * Commits an upload session, as {@link #commitUploadSession(UUID)} does.
   *
   * @param sessionId the GUID under which all chunks were sent
   * @param options what they leave unset comes from the client's defaults
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the id is all zeros
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException if the session is not known to be committed
   */
  public void commitUploadSession(UUID sessionId, CommitOptions options) {
    SyncCommit call = new SyncCommit(commit(sessionId, options), target, policy, timing, reporter);
    enter(call);
    try {
      call.run();
    } finally {
      leave(call);
    }
  }

  /**
   * Commits an upload session, as {@link #commitUploadSession(UUID)} does.
   *
   * @param sessionId the GUID as a string of 8-4-4-4-12 hexadecimal digits, in either case and
   *     without braces
   * @throws NullPointerException if the id is null
   * @throws IllegalArgumentException if it has another form or is all zeros
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException if the session is not known to be committed
   */
  public void commitUploadSession(String sessionId) {
    commitUploadSession(Arguments.sessionId(sessionId));
  }

  /**
   * Commits an upload session, as {@link #commitUploadSession(UUID)} does.
   *
   * @param sessionId the GUID as a string of 8-4-4-4-12 hexadecimal digits, in either case and
   *     without braces
   * @param options what they leave unset comes from the client's defaults
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the id has another form or is all zeros
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException if the session is not known to be committed
   */
  public void commitUploadSession(String sessionId, CommitOptions options) {
    commitUploadSession(Arguments.sessionId(sessionId), options);
  }

  /**
   * Commits an upload session with the client's default options, without blocking the calling
   * thread.
   *
   * @param sessionId the GUID under which all chunks were sent
   * @return completed when the session is committed, or exceptionally with what {@link
   *     #commitUploadSession(UUID)} would throw once it is under way. Cancelling this future ends
   *     the request under way and all further attempts; a future derived from it does not pass that
   *     on. It is completed on a thread of the client's, or within the call of {@code cancel} or
   *     {@link #close} that ends it, so what depends on it must not block
   * @throws NullPointerException if the id is null
   * @throws IllegalArgumentException if it is all zeros
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> commitUploadSessionAsync(UUID sessionId) {
    return commitUploadSessionAsync(sessionId, CommitOptions.defaults());
  }

  /**
   * Commits an upload session as {@link #commitUploadSessionAsync(UUID)} does.
   *
   * @param sessionId the GUID under which all chunks were sent
   * @param options what they leave unset comes from the client's defaults
   * @return as there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the id is all zeros
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> commitUploadSessionAsync(
      UUID sessionId, CommitOptions options) {
    AsyncCommit call =
        new AsyncCommit(commit(sessionId, options), target, policy, timing, reporter);
    enter(call);
    CompletableFuture<@Nullable Void> future = call.start();
    future.whenComplete((done, failure) -> leave(call));
    return future;
  }

  /**
   * Commits an upload session as {@link #commitUploadSessionAsync(UUID)} does.
   *
   * @param sessionId the GUID as a string of 8-4-4-4-12 hexadecimal digits, in either case and
   *     without braces
   * @return as there
   * @throws NullPointerException if the id is null
   * @throws IllegalArgumentException if it has another form or is all zeros
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> commitUploadSessionAsync(String sessionId) {
    return commitUploadSessionAsync(Arguments.sessionId(sessionId));
  }

  /**
   * Commits an upload session as {@link #commitUploadSessionAsync(UUID)} does.
   *
   * @param sessionId the GUID as a string of 8-4-4-4-12 hexadecimal digits, in either case and
   *     without braces
   * @param options what they leave unset comes from the client's defaults
   * @return as there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the id has another form or is all zeros
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> commitUploadSessionAsync(
      String sessionId, CommitOptions options) {
    return commitUploadSessionAsync(Arguments.sessionId(sessionId), options);
  }

  /**
   * Ends the calls under way, each with the exception that tells its outcome, and frees what the
   * client created. An {@code OkHttpClient} that the client was given stays as it is. Closing again
   * does nothing; what is called afterwards throws {@link IllegalStateException}.
   */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(call -> call.end(Ending.CLOSED));
    timing.close();
    stack.close();
  }

  private Commit commit(UUID sessionId, CommitOptions options) {
    Objects.requireNonNull(options, "options must not be null");
    return Commit.of(Arguments.sessionId(sessionId), options.orElse(defaults));
  }

  private void enter(CommitCall call) {
    underWay.add(call);
    // Looked at after the call is listed, so that close() either sees the call or is seen here.
    if (closed) {
      leave(call);
      throw new IllegalStateException("the client is closed: make a new one for further commits");
    }
  }

  private void leave(CommitCall call) {
    underWay.remove(call);
    if (closed) {
      // It may have given a connection back since the client was closed.
      stack.close();
    }
  }
}
