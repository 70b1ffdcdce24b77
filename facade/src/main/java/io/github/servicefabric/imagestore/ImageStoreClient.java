package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.call.AsyncCall;
import io.github.servicefabric.imagestore.internal.call.AttemptReporter;
import io.github.servicefabric.imagestore.internal.call.CallThreads;
import io.github.servicefabric.imagestore.internal.call.Cluster;
import io.github.servicefabric.imagestore.internal.call.Ending;
import io.github.servicefabric.imagestore.internal.call.Job;
import io.github.servicefabric.imagestore.internal.call.UnderWay;
import io.github.servicefabric.imagestore.internal.http.Gateway;
import io.github.servicefabric.imagestore.internal.http.HttpStack;
import io.github.servicefabric.imagestore.internal.http.SystemTiming;
import io.github.servicefabric.imagestore.internal.http.Timing;
import io.github.servicefabric.imagestore.internal.tls.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The image store of one cluster: puts files and packages there, and has each of its ten operations
 * as a method. Safe for use by several threads; one instance serves a whole application, and keeps
 * its connections open between calls.
 *
 * <pre>{@code
 * try (ImageStoreClient client = ImageStoreClient.create("http://localhost:19080")) {
 *   client.uploadPackage(Path.of("MyAppPkg"), "MyApp");
 * }
 * }</pre>
 *
 * <p>The operations are those of the Service Fabric REST API below {@code /ImageStore}. Clusters on
 * Linux have five of them: content, its root, delete, copy, and whole files. An attempt waits for
 * its answer 15 seconds longer than the {@linkplain CallOptions.Builder#timeout server timeout},
 * from the last byte of its body on where it has one, and nothing else limits it but a {@linkplain
 * CallOptions.Builder#deadline deadline}; a connection has to come about within 10 seconds, and a
 * body may wait for 30 seconds without a byte of it taken. An attempt that failed for a reason that
 * may pass is followed by others as the {@link RetryPolicy} says, and by no others: nothing is sent
 * again behind its back, and no redirect is followed.
 *
 * <p>What returns normally has happened. For the ways in which it can fail see {@link
 * ImageStoreException}. Interrupting the thread of a call ends it in one of these ways, with the
 * thread's interrupt flag set.
 */
public final class ImageStoreClient implements AutoCloseable {
  private static final int DEFAULT_MAX_REQUESTS = 256;
  private static final int DEFAULT_MAX_IDLE_CONNECTIONS = 256;

  final Jobs jobs;
  private final Cluster cluster;
  private final HttpStack stack;
  private final Set<UnderWay> underWay = ConcurrentHashMap.newKeySet();
  private final CallThreads threads;
  private volatile boolean closed;

  private ImageStoreClient(Builder builder, HttpStack stack, Timing timing, CallThreads threads) {
    this.stack = stack;
    List<Gateway> gateways = new ArrayList<>(builder.endpoints.size());
    for (HttpUrl endpoint : builder.endpoints) {
      gateways.add(new Gateway(endpoint, stack));
    }
    this.cluster =
        new Cluster(
            List.copyOf(gateways),
            builder.credentials != null && builder.credentials.token() != null,
            builder.policy,
            timing,
            new AttemptReporter(builder.listener, timing));
    this.threads = threads;
    this.jobs = new Jobs(builder.defaults, cluster, threads);
  }

  /**
   * {@return a client with every default}
   *
   * @param endpoint the HTTP gateway of the cluster, see {@link Builder#endpoint}
   * @throws NullPointerException if the endpoint is null
   * @throws IllegalArgumentException if it is not an absolute http or https URL, or has user info,
   *     query or fragment
   */
  public static ImageStoreClient create(String endpoint) {
    return builder().endpoint(endpoint).build();
  }

  /** {@return a builder that has everything but the endpoint} */
  public static Builder builder() {
    return new Builder();
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
   * @throws OutcomeUnknownException if the session may have been committed, or not. Interrupting
   *     the thread ends the call in one of these last three ways, with the thread's interrupt flag
   *     set
   */
  public void commitUploadSession(UUID sessionId) {
    commitUploadSession(sessionId, CallOptions.defaults());
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
  public void commitUploadSession(UUID sessionId, CallOptions options) {
    run(jobs.commitUploadSession(sessionId, options));
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
  public void commitUploadSession(String sessionId, CallOptions options) {
    commitUploadSession(Arguments.sessionId(sessionId), options);
  }

  /**
   * Asks what the image store has of a file on its way: the operation "Get Image Store Upload
   * Session By Id".
   *
   * @param sessionId the GUID under which the chunks are sent
   * @return the session; empty where the image store knows none of this id, which was never made,
   *     expired, was deleted, or was lost when the image store moved to another node
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the id is all zeros
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no answer came
   */
  public Optional<UploadSession> getUploadSession(UUID sessionId) {
    return getUploadSession(sessionId, CallOptions.defaults());
  }

  /**
   * Does what {@link #getUploadSession(UUID)} does, with options.
   *
   * @param sessionId as there
   * @param options what they leave unset comes from the client's defaults
   * @return as there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public Optional<UploadSession> getUploadSession(UUID sessionId, CallOptions options) {
    return run(jobs.getUploadSession(sessionId, options));
  }

  /**
   * Asks for the upload sessions of a path, whoever made them: the operation "Get Image Store
   * Upload Session By Path". Only a session whose chunks spelled the path exactly so is found.
   *
   * @param storePath the path in the image store, segments joined by slashes
   * @return the sessions, empty where there is none
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path: it is empty, has a
   *     segment {@code $}, {@code .} or {@code ..}, one with {@code #}, with {@code %} and two
   *     hexadecimal digits, with a character that cannot be seen or of more than 260 characters, or
   *     is too long
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no answer came
   */
  public List<UploadSession> listUploadSessions(String storePath) {
    return listUploadSessions(storePath, CallOptions.defaults());
  }

  /**
   * Does what {@link #listUploadSessions(String)} does, with options.
   *
   * @param storePath as there
   * @param options what they leave unset comes from the client's defaults
   * @return as there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public List<UploadSession> listUploadSessions(String storePath, CallOptions options) {
    return run(jobs.listUploadSessions(storePath, options));
  }

  /**
   * Sends one range of a file, the operation "Upload File Chunk", and returns when the session has
   * it. The first chunk makes the session. Chunks may be sent in any order and several at once, but
   * none twice: where an answer was lost, the session is asked before the chunk is sent again, and
   * a chunk that the session has already is a success. The file is read in pieces of 64 KiB.
   *
   * @param storePath the path in the image store, segments joined by slashes
   * @param sessionId a GUID that the caller made up for this upload of the file
   * @param range which bytes; its total is the size of the file
   * @param file a regular file, read from the beginning of the range
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path (see {@link
   *     #listContent}), if the id is all zeros, or if the file is not there or has another size
   *     than the range says
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws SourceChangedException if the file could not be read, or ended early
   * @throws ImageStoreUnreachableException if no request reached the cluster
   * @throws OutcomeUnknownException if the work may have been done, or not; calling again is safe
   */
  public void uploadChunk(String storePath, UUID sessionId, ByteRange range, Path file) {
    uploadChunk(storePath, sessionId, range, file, CallOptions.defaults());
  }

  /**
   * Does what {@link #uploadChunk(String, UUID, ByteRange, Path)} does, with options.
   *
   * @param storePath as there
   * @param sessionId as there
   * @param range as there
   * @param file as there
   * @param options what they leave unset comes from the client's defaults
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public void uploadChunk(
      String storePath, UUID sessionId, ByteRange range, Path file, CallOptions options) {
    run(jobs.uploadChunk(storePath, sessionId, range, file, options));
  }

  /**
   * Sends one range of a file from memory, as {@link #uploadChunk(String, UUID, ByteRange, Path)}
   * does.
   *
   * @param storePath the path in the image store, segments joined by slashes
   * @param sessionId a GUID that the caller made up for this upload of the file
   * @param range where the bytes are in the file
   * @param bytes those of the range; they are copied
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path (see {@link
   *     #listContent}), if the id is all zeros, or if the range has another length than the bytes
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no request reached the cluster
   * @throws OutcomeUnknownException if the work may have been done, or not; calling again is safe
   */
  public void uploadChunk(String storePath, UUID sessionId, ByteRange range, byte[] bytes) {
    uploadChunk(storePath, sessionId, range, bytes, CallOptions.defaults());
  }

  /**
   * Does what {@link #uploadChunk(String, UUID, ByteRange, byte[])} does, with options.
   *
   * @param storePath as there
   * @param sessionId as there
   * @param range as there
   * @param bytes as there
   * @param options what they leave unset comes from the client's defaults
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public void uploadChunk(
      String storePath, UUID sessionId, ByteRange range, byte[] bytes, CallOptions options) {
    run(jobs.uploadChunk(storePath, sessionId, range, bytes, options));
  }

  /**
   * Makes the image store forget a session and what it has of the file: the operation "Delete Image
   * Store Upload Session". Of a session that it does not know there is nothing to do.
   *
   * @param sessionId the GUID under which the chunks were sent
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the id is all zeros
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no request reached the cluster
   * @throws OutcomeUnknownException if the work may have been done, or not; calling again is safe
   */
  public void deleteUploadSession(UUID sessionId) {
    deleteUploadSession(sessionId, CallOptions.defaults());
  }

  /**
   * Does what {@link #deleteUploadSession(UUID)} does, with options.
   *
   * @param sessionId as there
   * @param options what they leave unset comes from the client's defaults
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public void deleteUploadSession(UUID sessionId, CallOptions options) {
    run(jobs.deleteUploadSession(sessionId, options));
  }

  /**
   * Lists a file, or one level of a folder, with all pages: the operation "Get Image Store
   * Content". A folder exists once it has its mark, the file {@code _.dir}.
   *
   * @param storePath the path in the image store, segments joined by slashes
   * @return what is there; empty where nothing is
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path: it is empty, has a
   *     segment {@code $}, {@code .} or {@code ..}, one with {@code #}, with {@code %} and two
   *     hexadecimal digits, with a character that cannot be seen or of more than 260 characters, or
   *     is too long
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no answer came
   */
  public Optional<StoreContent> listContent(String storePath) {
    return listContent(storePath, CallOptions.defaults());
  }

  /**
   * Does what {@link #listContent(String)} does, with options.
   *
   * @param storePath as there
   * @param options what they leave unset comes from the client's defaults
   * @return as there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public Optional<StoreContent> listContent(String storePath, CallOptions options) {
    return run(jobs.listContent(storePath, options));
  }

  /**
   * Lists the root of the image store with all pages: the operation "Get Image Store Root Content".
   *
   * @return what is there; empty where nothing is
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no answer came
   */
  public Optional<StoreContent> listRootContent() {
    return listRootContent(CallOptions.defaults());
  }

  /**
   * Does what {@link #listRootContent()} does, with options.
   *
   * @param options what they leave unset comes from the client's defaults
   * @return as there
   * @throws NullPointerException if an argument is null
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public Optional<StoreContent> listRootContent(CallOptions options) {
    return run(jobs.listRootContent(options));
  }

  /**
   * Deletes a file, or a folder with all that is below it: the operation "Delete Image Store
   * Content". Where there is nothing, there is nothing to do.
   *
   * @param storePath the path in the image store, segments joined by slashes
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path: it is empty, has a
   *     segment {@code $}, {@code .} or {@code ..}, one with {@code #}, with {@code %} and two
   *     hexadecimal digits, with a character that cannot be seen or of more than 260 characters, or
   *     is too long
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no request reached the cluster
   * @throws OutcomeUnknownException if the work may have been done, or not; calling again is safe
   */
  public void deleteContent(String storePath) {
    deleteContent(storePath, CallOptions.defaults());
  }

  /**
   * Does what {@link #deleteContent(String)} does, with options.
   *
   * @param storePath as there
   * @param options what they leave unset comes from the client's defaults
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public void deleteContent(String storePath, CallOptions options) {
    run(jobs.deleteContent(storePath, options));
  }

  /**
   * Copies a file, or a folder that has its mark, within the image store: the operation "Copy Image
   * Store Content". What is at the destination is overwritten.
   *
   * @param from the path of what is copied
   * @param to the path of the copy
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take a path (see {@link #listContent})
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no request reached the cluster
   * @throws OutcomeUnknownException if the work may have been done, or not; calling again is safe
   */
  public void copyContent(String from, String to) {
    copyContent(from, to, CallOptions.defaults());
  }

  /**
   * Does what {@link #copyContent(String, String)} does, with options.
   *
   * @param from as there
   * @param to as there
   * @param options what they leave unset comes from the client's defaults
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public void copyContent(String from, String to, CallOptions options) {
    run(jobs.copyContent(from, to, options));
  }

  /**
   * Copies a folder without some of its files, as {@link #copyContent(String, String)} does.
   *
   * @param from the path of what is copied
   * @param to the path of the copy
   * @param skipFiles names of files, without a folder, that are left out wherever they are
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take a path (see {@link #listContent}),
   *     or if a name has a slash
   * @throws IllegalStateException if the client is closed
   * @throws FabricErrorException if the cluster answered with an error
   * @throws ImageStoreUnreachableException if no request reached the cluster
   * @throws OutcomeUnknownException if the work may have been done, or not; calling again is safe
   */
  public void copyContent(String from, String to, Collection<String> skipFiles) {
    copyContent(from, to, skipFiles, CallOptions.defaults());
  }

  /**
   * Does what {@link #copyContent(String, String, Collection)} does, with options.
   *
   * @param from as there
   * @param to as there
   * @param skipFiles as there
   * @param options what they leave unset comes from the client's defaults
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public void copyContent(
      String from, String to, Collection<String> skipFiles, CallOptions options) {
    run(jobs.copyContent(from, to, skipFiles, options));
  }

  /**
   * Uploads a file, and returns when it is whole in the image store. A file of up to one part goes
   * in one request, a larger one in parts under an upload session, several at once. It may be ended
   * anywhere, also by the end of the process, and called again: the same file to the same path goes
   * on in the same session, for as long as the image store remembers that, which is 30 minutes
   * after the last part and until it moves to another node. What a commit does not tell is asked
   * for. What is at the path is overwritten.
   *
   * @param file a regular file that nobody writes meanwhile
   * @param storePath the path in the image store, segments joined by slashes
   * @return what was sent, and what was there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path (see {@link
   *     #listContent}), or if the file is not there, is no regular file or may not be read
   * @throws IllegalStateException if the client is closed
   * @throws SourceChangedException if the file changed or could not be read; nothing was committed
   * @throws FabricErrorException if the cluster answered with an error that no further attempt
   *     mends
   * @throws ImageStoreUnreachableException if no request reached the cluster
   * @throws OutcomeUnknownException if the file may be whole, or not; calling again settles it
   */
  public UploadResult upload(Path file, String storePath) {
    return upload(file, storePath, UploadOptions.defaults());
  }

  /**
   * Does what {@link #upload(Path, String)} does, with options.
   *
   * @param file as there
   * @param storePath as there
   * @param options of the upload
   * @return as there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public UploadResult upload(Path file, String storePath, UploadOptions options) {
    return run(jobs.upload(file, storePath, options));
  }

  /**
   * Uploads an application package, or any other folder, and returns when all of it is in the image
   * store and every folder has its mark, the file {@code _.dir} that says that a folder is whole: a
   * folder's after all that is below it, the root's last. It may be ended anywhere and called
   * again: large files go on where they were, small ones are sent again.
   *
   * @param folder with all that is below it, which nobody writes meanwhile
   * @param storePath the path in the image store that the folder gets
   * @return what was sent, and what was there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the gateway cannot take the path (see {@link
   *     #listContent}), or if the folder has anything that cannot be uploaded: a name that the
   *     gateway cannot take, names that differ by case alone, links, what is neither file nor
   *     folder, what may not be read, a file {@code _.dir} of its own, or no file at all. The
   *     message names all of that, and nothing was sent
   * @throws IllegalStateException if the client is closed
   * @throws PackageUploadException if files or marks did not get there; it has each with its reason
   * @throws PackageExistsException if there is a whole package at the path already
   * @throws FabricErrorException if the cluster refuses the package before any of its files, as
   *     Linux does where one has 4 GiB or more
   * @throws ImageStoreException if the cluster could not be asked
   */
  public PackageResult uploadPackage(Path folder, String storePath) {
    return uploadPackage(folder, storePath, UploadOptions.defaults());
  }

  /**
   * Does what {@link #uploadPackage(Path, String)} does, with options.
   *
   * @param folder as there
   * @param storePath as there
   * @param options of the upload
   * @return as there
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException as there
   * @throws IllegalStateException if the client is closed
   * @throws ImageStoreException as there
   */
  public PackageResult uploadPackage(Path folder, String storePath, UploadOptions options) {
    return run(jobs.uploadPackage(folder, storePath, options));
  }

  /**
   * {@return what sends requests of other operations on this client's connections} With Retrofit's
   * {@code Retrofit.Builder.callFactory} it carries the generated interface of any operation that
   * this client has no method for, to the same endpoints and with the same TLS, certificate and
   * token. Each request is sent once: nothing is tried again, no redirect is followed, and no
   * listener is told. Connecting is limited as for this client's own calls, and nothing else; set
   * {@code Call.timeout()}. Calling the factory throws {@link IllegalArgumentException} for a URL
   * of another scheme, host or port than the endpoints', which are not to see the token, and {@link
   * IllegalStateException} once the client is closed.
   */
  public okhttp3.Call.Factory callFactory() {
    return request -> {
      if (closed) {
        throw closed(null);
      }
      if (cluster.gateways().stream()
          .map(Gateway::endpoint)
          .noneMatch(endpoint -> isSameServer(endpoint, request.url()))) {
        throw new IllegalArgumentException(
            "the request must go to an endpoint of this client, but goes to "
                + request.url().scheme()
                + "://"
                + request.url().host()
                + ":"
                + request.url().port());
      }
      return stack.forOthers(request);
    };
  }

  private static boolean isSameServer(HttpUrl endpoint, HttpUrl url) {
    return endpoint.scheme().equals(url.scheme())
        && endpoint.host().equals(url.host())
        && endpoint.port() == url.port();
  }

  /**
   * {@return this client with the same operations, each giving a future} What holds for this client
   * holds for it; it is closed with this client.
   */
  public ImageStoreAsyncClient async() {
    return new ImageStoreAsyncClient(this);
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
    threads.close();
    stack.close();
  }

  private <T> T run(Job<T> job) {
    enter(job);
    try {
      return job.run();
    } finally {
      leave(job);
    }
  }

  <T> CompletableFuture<T> start(Job<T> job) {
    AsyncCall<T> call = new AsyncCall<>(job, threads);
    enter(call);
    try {
      return call.start(cluster.timing(), () -> leave(call));
    } catch (RejectedExecutionException e) {
      throw closed ? closed(e) : e;
    }
  }

  private static IllegalStateException closed(@Nullable Exception cause) {
    return new IllegalStateException(
        "the client is closed: make a new one for further calls", cause);
  }

  private void enter(UnderWay call) {
    underWay.add(call);
    // Looked at after the call is listed, so that close() either sees the call or is seen here.
    if (closed) {
      leave(call);
      throw closed(null);
    }
  }

  private void leave(UnderWay call) {
    underWay.remove(call);
    if (closed) {
      // It may have given a connection back since the client was closed.
      stack.close();
    }
  }

  /**
   * Collects what a client needs. Not safe for use by several threads.
   *
   * <pre>{@code
   * ImageStoreClient client =
   *     ImageStoreClient.builder()
   *         .endpoints("https://node-1:19080", "https://node-2:19080")
   *         .serverTrust(ServerTrust.thumbprints(thumbprint))
   *         .credentials(ClientCredentials.certificate(pfx, password))
   *         .build();
   * }</pre>
   *
   * <table>
   *   <caption>What is used where nothing is set</caption>
   *   <tr><th>setting</th><th>default</th></tr>
   *   <tr><td>{@code endpoint}, {@code endpoints}</td><td>none: one is needed</td></tr>
   *   <tr><td>{@code serverTrust}</td><td>the JVM's authorities, host name checked</td></tr>
   *   <tr><td>{@code credentials}</td><td>none</td></tr>
   *   <tr><td>{@code defaultOptions}</td><td>api-version 6.0, timeout 60 s, no deadline</td></tr>
   *   <tr><td>{@code retryPolicy}</td><td>3 attempts, pauses up to 250 ms, doubling up to 8 s</td></tr>
   *   <tr><td>{@code attemptListener}</td><td>none</td></tr>
   *   <tr><td>{@code httpClient}</td><td>an OkHttp client of the library's own</td></tr>
   *   <tr><td>{@code executor}, {@code maxConcurrentRequests}</td><td>256 daemon threads of the client's</td></tr>
   *   <tr><td>{@code maxIdleConnections}</td><td>256</td></tr>
   * </table>
   */
  public static final class Builder {
    private List<HttpUrl> endpoints = List.of();
    private CallOptions defaults = CallOptions.defaults();
    private RetryPolicy policy = RetryPolicy.defaults();
    private @Nullable Timing timing;
    private @Nullable AttemptListener listener;
    private @Nullable Executor executor;
    private @Nullable ClientCredentials credentials;
    private @Nullable ServerTrust trust;
    private @Nullable OkHttpClient http;
    private @Nullable Integer maxConcurrentRequests;
    private @Nullable Integer maxIdleConnections;

    Builder() {}

    /**
     * Sets the HTTP gateway of the cluster.
     *
     * @param endpoint an absolute http or https URL such as {@code http://localhost:19080}; a path
     *     in it, with a slash at its end or not, goes before that of the operation
     * @return this builder
     * @throws NullPointerException if the endpoint is null
     * @throws IllegalArgumentException if it is no such URL, or has user info, query or fragment
     */
    public Builder endpoint(String endpoint) {
      return endpoints(endpoint);
    }

    /**
     * Sets the HTTP gateways of several nodes of one cluster. A call starts at a random one, stays
     * there while it works, and goes on to the next where no connection can be made or the gateway
     * answers 502 or 503; each is one of the {@link RetryPolicy}'s attempts.
     *
     * @param endpoints one or more, in the form that {@link #endpoint} takes, all http or all
     *     https; equal ones count once
     * @return this builder
     * @throws NullPointerException if an endpoint is null
     * @throws IllegalArgumentException if there is none, if one has another form, or if http and
     *     https are mixed
     */
    public Builder endpoints(String... endpoints) {
      this.endpoints = Arguments.endpoints(endpoints);
      return this;
    }

    /**
     * Sets how the cluster is recognized.
     *
     * @param trust where it is unset, the JVM's own trust, with the host name checked
     * @return this builder
     * @throws NullPointerException if the trust is null
     */
    public Builder serverTrust(ServerTrust trust) {
      this.trust = Objects.requireNonNull(trust, "trust must not be null");
      return this;
    }

    /**
     * Sets how the client proves who it is.
     *
     * @param credentials none where they are unset
     * @return this builder
     * @throws NullPointerException if the credentials are null
     */
    public Builder credentials(ClientCredentials credentials) {
      this.credentials = Objects.requireNonNull(credentials, "credentials must not be null");
      return this;
    }

    /**
     * Sets the options for what a call leaves unset.
     *
     * @param options {@link CallOptions#defaults()} where they are unset
     * @return this builder
     * @throws NullPointerException if the options are null
     * @throws IllegalArgumentException if they have a request id: it would be one id for all calls
     */
    public Builder defaultOptions(CallOptions options) {
      this.defaults = Arguments.defaultOptions(options);
      return this;
    }

    /**
     * Sets how often a commit is attempted, and the pauses.
     *
     * @param policy {@link RetryPolicy#defaults()} where it is unset
     * @return this builder
     * @throws NullPointerException if the policy is null
     */
    public Builder retryPolicy(RetryPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy must not be null");
      return this;
    }

    /**
     * Sets who is told of each attempt.
     *
     * @param listener none where it is unset
     * @return this builder
     * @throws NullPointerException if the listener is null
     */
    public Builder attemptListener(AttemptListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener must not be null");
      return this;
    }

    /**
     * Sets an OkHttp client whose connections, proxy, connect timeout and interceptors are used,
     * and its TLS set-up unless {@link #serverTrust} or a certificate of {@link #credentials} takes
     * its place. Its other timeouts, redirects, retries and dispatcher are not used: those are this
     * library's. It is left alone when the client is closed.
     *
     * <p>On connections that this client opened itself, an interrupt ends a synchronous call at
     * once, the other side's end is seen before a request goes out on a connection that was used
     * before, and a quiet connection gives a sign of life every minute (SO_KEEPALIVE). None of this
     * holds for connections of a socket factory of its own or through a SOCKS proxy: let such a
     * factory set SO_KEEPALIVE, or a balancer may forget a connection while the server works. How
     * long idle connections are kept is up to its pool: let that be less than 2 minutes. The pool's
     * idle connections are closed after a failure on a connection that had been used before.
     *
     * @param http a client of this library's own where it is unset
     * @return this builder
     * @throws NullPointerException if the OkHttp client is null
     */
    public Builder httpClient(OkHttpClient http) {
      this.http = Objects.requireNonNull(http, "http must not be null");
      return this;
    }

    /**
     * Sets how many asynchronous calls run at once, each on a daemon thread of the client's; others
     * wait for their turn. A call keeps its place during its pauses. Synchronous calls are not
     * counted.
     *
     * @param requests 1 or more; 256 where it is unset
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxConcurrentRequests(int requests) {
      this.maxConcurrentRequests = Arguments.atLeastOne("maxConcurrentRequests", requests);
      return this;
    }

    /**
     * Sets where asynchronous calls run, in place of the client's own threads. Each call takes a
     * thread of it until it ends; an executor with a virtual thread for each task will do, and one
     * that runs a task where it is handed over makes the calls synchronous. It is left alone when
     * the client is closed.
     *
     * @param executor the client's own threads where it is unset
     * @return this builder
     * @throws NullPointerException if the executor is null
     */
    public Builder executor(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor must not be null");
      return this;
    }

    /**
     * Sets how many connections are kept open for the next commits, for at most 100 seconds: a
     * server closes after 2 minutes what is idle.
     *
     * @param connections 1 or more; 256 where it is unset
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxIdleConnections(int connections) {
      this.maxIdleConnections = Arguments.atLeastOne("maxIdleConnections", connections);
      return this;
    }

    /** For tests, which wait for no clock. */
    Builder timing(Timing timing) {
      this.timing = timing;
      return this;
    }

    /**
     * Makes the client; no connection is made yet, but all files are read.
     *
     * @return a new client
     * @throws IllegalStateException if no endpoint is set, if idle connections are limited although
     *     an OkHttp client is given, whose connection pool has a limit of its own, or if concurrent
     *     requests are limited although an executor is given, which has a limit of its own
     * @throws IllegalArgumentException if credentials or server trust are set for an http endpoint,
     *     or if a certificate, key or password is not what it has to be
     */
    public ImageStoreClient build() {
      if (endpoints.isEmpty()) {
        throw new IllegalStateException(
            "endpoint is not set: call endpoint(\"http://localhost:19080\") or the like");
      }
      if (http != null && maxIdleConnections != null) {
        throw new IllegalStateException(
            "maxIdleConnections has no effect beside httpClient: set the limit in its ConnectionPool");
      }
      if (executor != null && maxConcurrentRequests != null) {
        throw new IllegalStateException(
            "maxConcurrentRequests has no effect beside executor: set the limit there");
      }
      boolean secure = endpoints.get(0).isHttps();
      if (!secure && (credentials != null || trust != null)) {
        throw new IllegalArgumentException(
            "credentials and serverTrust need an https endpoint, but it was "
                + endpoints.get(0)
                + ": they would be sent, or mean nothing, in the clear");
      }
      Timing own = timing == null ? new SystemTiming() : timing;
      int most = maxConcurrentRequests == null ? DEFAULT_MAX_REQUESTS : maxConcurrentRequests;
      CallThreads threads = new CallThreads(executor, most);
      return new ImageStoreClient(this, stack(secure, own, threads), own, threads);
    }

    private HttpStack stack(boolean secure, Timing timing, Executor looks) {
      TokenSource token = credentials == null ? null : credentials.token();
      if (http != null) {
        boolean replaced = trust != null || (credentials != null && token == null);
        return HttpStack.on(http, timing, replaced ? tls() : null, token, looks);
      }
      int idle = maxIdleConnections == null ? DEFAULT_MAX_IDLE_CONNECTIONS : maxIdleConnections;
      return HttpStack.own(endpoints, idle, timing, secure ? tls() : null, token, looks);
    }

    private Tls tls() {
      return new Tls(
          trust == null ? null : trust.identity(),
          credentials == null ? null : credentials.identity());
    }
  }
}
