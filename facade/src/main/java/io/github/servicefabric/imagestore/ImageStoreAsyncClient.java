package io.github.servicefabric.imagestore;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
    return client.start(client.jobs.commitUploadSession(sessionId, options));
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

  /**
   * Does what {@link ImageStoreClient#getUploadSession(UUID)} does.
   *
   * @param sessionId as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<Optional<UploadSession>> getUploadSession(UUID sessionId) {
    return getUploadSession(sessionId, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#getUploadSession(UUID, CallOptions)} does.
   *
   * @param sessionId as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<Optional<UploadSession>> getUploadSession(
      UUID sessionId, CallOptions options) {
    return client.start(client.jobs.getUploadSession(sessionId, options));
  }

  /**
   * Does what {@link ImageStoreClient#listUploadSessions(String)} does.
   *
   * @param storePath as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<List<UploadSession>> listUploadSessions(String storePath) {
    return listUploadSessions(storePath, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#listUploadSessions(String, CallOptions)} does.
   *
   * @param storePath as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<List<UploadSession>> listUploadSessions(
      String storePath, CallOptions options) {
    return client.start(client.jobs.listUploadSessions(storePath, options));
  }

  /**
   * Does what {@link ImageStoreClient#uploadChunk(String, UUID, ByteRange, Path)} does.
   *
   * @param storePath as there
   * @param sessionId as there
   * @param range as there
   * @param file as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> uploadChunk(
      String storePath, UUID sessionId, ByteRange range, Path file) {
    return uploadChunk(storePath, sessionId, range, file, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#uploadChunk(String, UUID, ByteRange, Path, CallOptions)}
   * does.
   *
   * @param storePath as there
   * @param sessionId as there
   * @param range as there
   * @param file as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> uploadChunk(
      String storePath, UUID sessionId, ByteRange range, Path file, CallOptions options) {
    return client.start(client.jobs.uploadChunk(storePath, sessionId, range, file, options));
  }

  /**
   * Does what {@link ImageStoreClient#uploadChunk(String, UUID, ByteRange, byte[])} does.
   *
   * @param storePath as there
   * @param sessionId as there
   * @param range as there
   * @param bytes as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> uploadChunk(
      String storePath, UUID sessionId, ByteRange range, byte[] bytes) {
    return uploadChunk(storePath, sessionId, range, bytes, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#uploadChunk(String, UUID, ByteRange, byte[], CallOptions)}
   * does.
   *
   * @param storePath as there
   * @param sessionId as there
   * @param range as there
   * @param bytes as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> uploadChunk(
      String storePath, UUID sessionId, ByteRange range, byte[] bytes, CallOptions options) {
    return client.start(client.jobs.uploadChunk(storePath, sessionId, range, bytes, options));
  }

  /**
   * Does what {@link ImageStoreClient#deleteUploadSession(UUID)} does.
   *
   * @param sessionId as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> deleteUploadSession(UUID sessionId) {
    return deleteUploadSession(sessionId, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#deleteUploadSession(UUID, CallOptions)} does.
   *
   * @param sessionId as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> deleteUploadSession(
      UUID sessionId, CallOptions options) {
    return client.start(client.jobs.deleteUploadSession(sessionId, options));
  }

  /**
   * Does what {@link ImageStoreClient#listContent(String)} does.
   *
   * @param storePath as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<Optional<StoreContent>> listContent(String storePath) {
    return listContent(storePath, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#listContent(String, CallOptions)} does.
   *
   * @param storePath as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<Optional<StoreContent>> listContent(
      String storePath, CallOptions options) {
    return client.start(client.jobs.listContent(storePath, options));
  }

  /**
   * Does what {@link ImageStoreClient#listRootContent()} does.
   *
   * @return completed with what that returns
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<Optional<StoreContent>> listRootContent() {
    return listRootContent(CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#listRootContent(CallOptions)} does.
   *
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<Optional<StoreContent>> listRootContent(CallOptions options) {
    return client.start(client.jobs.listRootContent(options));
  }

  /**
   * Does what {@link ImageStoreClient#deleteContent(String)} does.
   *
   * @param storePath as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> deleteContent(String storePath) {
    return deleteContent(storePath, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#deleteContent(String, CallOptions)} does.
   *
   * @param storePath as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> deleteContent(String storePath, CallOptions options) {
    return client.start(client.jobs.deleteContent(storePath, options));
  }

  /**
   * Does what {@link ImageStoreClient#copyContent(String, String)} does.
   *
   * @param from as there
   * @param to as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> copyContent(String from, String to) {
    return copyContent(from, to, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#copyContent(String, String, CallOptions)} does.
   *
   * @param from as there
   * @param to as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> copyContent(
      String from, String to, CallOptions options) {
    return client.start(client.jobs.copyContent(from, to, options));
  }

  /**
   * Does what {@link ImageStoreClient#copyContent(String, String, Collection)} does.
   *
   * @param from as there
   * @param to as there
   * @param skipFiles as there
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> copyContent(
      String from, String to, Collection<String> skipFiles) {
    return copyContent(from, to, skipFiles, CallOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#copyContent(String, String, Collection, CallOptions)} does.
   *
   * @param from as there
   * @param to as there
   * @param skipFiles as there
   * @param options what they leave unset comes from the client's defaults
   * @return completed with what that returns
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<@Nullable Void> copyContent(
      String from, String to, Collection<String> skipFiles, CallOptions options) {
    return client.start(client.jobs.copyContent(from, to, skipFiles, options));
  }

  /**
   * Does what {@link ImageStoreClient#upload(Path, String)} does.
   *
   * @param file as there
   * @param storePath as there
   * @return completed with what that returns.
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path, or if the file cannot be
   *     read
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<UploadResult> upload(Path file, String storePath) {
    return upload(file, storePath, UploadOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#upload(Path, String, UploadOptions)} does.
   *
   * @param file as there
   * @param storePath as there
   * @param options of the upload
   * @return completed with what that returns.
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path, or if the file cannot be
   *     read
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<UploadResult> upload(
      Path file, String storePath, UploadOptions options) {
    return client.start(client.jobs.upload(file, storePath, options));
  }

  /**
   * Does what {@link ImageStoreClient#uploadPackage(Path, String)} does.
   *
   * @param folder as there
   * @param storePath as there
   * @return completed with what that returns. What is wrong with the folder completes the future
   *     with the exception, for it is read on the thread that uploads
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<PackageResult> uploadPackage(Path folder, String storePath) {
    return uploadPackage(folder, storePath, UploadOptions.defaults());
  }

  /**
   * Does what {@link ImageStoreClient#uploadPackage(Path, String, UploadOptions)} does.
   *
   * @param folder as there
   * @param storePath as there
   * @param options of the upload
   * @return completed with what that returns. What is wrong with the folder completes the future
   *     with the exception, for it is read on the thread that uploads
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<PackageResult> uploadPackage(
      Path folder, String storePath, UploadOptions options) {
    return client.start(client.jobs.uploadPackage(folder, storePath, options));
  }
}
