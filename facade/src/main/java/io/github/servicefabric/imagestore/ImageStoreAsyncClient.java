package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.call.Operations;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The operations of an {@link ImageStoreClient}, without blocking the calling thread. Safe for use
 * by several threads; {@link ImageStoreClient#async} gives it.
 *
 * <p>Each method has the name of the client's own and throws what that throws for its arguments;
 * what that throws once the call is under way, its future is completed with, as it is. Cancelling
 * the future ends the HTTP call and all further attempts at once, also while the call waits for its
 * turn; a future derived from it does not pass that on. A future is completed on a thread of the
 * client's, or of the {@linkplain ImageStoreClient.Builder#executor executor} it was given, or by
 * whatever ends the call early, so what depends on it must not block.
 */
public final class ImageStoreAsyncClient {
  private final ImageStoreClient client;

  ImageStoreAsyncClient(ImageStoreClient client) {
    this.client = client;
  }

  /**
   * Commits an upload session with the client's default options.
   *
   * @param sessionId the GUID under which all chunks were sent
   * @return completed when the session is committed
   * @throws NullPointerException if the id is null
   * @throws IllegalArgumentException if it is all zeros
   * @throws IllegalStateException if the client is closed
   * @see ImageStoreClient#commitUploadSession(UUID)
   */
  public CompletableFuture<@Nullable Void> commitUploadSession(UUID sessionId) {
    return commitUploadSession(sessionId, CallOptions.defaults());
  }

  /**
   * Commits an upload session.
   *
   * @param sessionId the GUID under which all chunks were sent
   * @param options what they leave unset comes from the client's defaults
   * @return completed when the session is committed
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the id is all zeros
   * @throws IllegalStateException if the client is closed
   * @see ImageStoreClient#commitUploadSession(UUID, CallOptions)
   */
  public CompletableFuture<@Nullable Void> commitUploadSession(
      UUID sessionId, CallOptions options) {
    return client.start(Operations.commitUploadSession(Arguments.sessionId(sessionId)), options);
  }

  /**
   * Commits an upload session with the client's default options.
   *
   * @param sessionId the GUID as a string of 8-4-4-4-12 hexadecimal digits, in either case and
   *     without braces
   * @return completed when the session is committed
   * @throws NullPointerException if the id is null
   * @throws IllegalArgumentException if it has another form or is all zeros
   * @throws IllegalStateException if the client is closed
   * @see ImageStoreClient#commitUploadSession(String)
   */
  public CompletableFuture<@Nullable Void> commitUploadSession(String sessionId) {
    return commitUploadSession(Arguments.sessionId(sessionId));
  }

  /**
   * Commits an upload session.
   *
   * @param sessionId the GUID as a string of 8-4-4-4-12 hexadecimal digits, in either case and
   *     without braces
   * @param options what they leave unset comes from the client's defaults
   * @return completed when the session is committed
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the id has another form or is all zeros
   * @throws IllegalStateException if the client is closed
   * @see ImageStoreClient#commitUploadSession(String, CallOptions)
   */
  public CompletableFuture<@Nullable Void> commitUploadSession(
      String sessionId, CallOptions options) {
    return commitUploadSession(Arguments.sessionId(sessionId), options);
  }
}
