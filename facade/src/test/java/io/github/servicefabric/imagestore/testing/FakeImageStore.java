package io.github.servicefabric.imagestore.testing;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An image store on loopback that answers as the gateway of a cluster does, records what it sees,
 * and knows the truth. Safe for use by several threads.
 *
 * <pre>{@code
 * try (FakeImageStore store = FakeImageStore.start();
 *     ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
 *   UUID sessionId = store.openSession();
 *   client.commitUploadSession(sessionId);
 *   assert store.isCommitted(sessionId);
 * }
 * }</pre>
 *
 * <p>{@link StoreOperation} has the rules that it keeps, with their sources. Of what is uploaded it
 * keeps sizes and digests, no bytes, so that files may be as large as they like. Its time stands
 * still until {@link #passTime} or {@link #clock}.
 *
 * <p>What goes wrong is chosen for each request when its headers are there: by the first of {@link
 * #on} and {@link #enqueue} that fits, else by {@link #faultsFrom}.
 */
public final class FakeImageStore implements AutoCloseable {
  private final StoreServer server;
  private final @Nullable StoreCertificates certificates;
  private final Gateway gateway = new Gateway();
  private final Faults faults = new Faults();
  private final RequestLog log = new RequestLog();
  private final ServerLimits limits = new ServerLimits();

  private FakeImageStore(StoreServer server, @Nullable StoreCertificates certificates) {
    this.server = server;
    this.certificates = certificates;
    server.start(s -> new Connection(s, server, limits).serve(gateway, faults, log));
  }

  /** Starts an image store on a free port of 127.0.0.1. */
  public static FakeImageStore start() {
    return new FakeImageStore(
        new StoreServer(StoreServer.socket(ServerSocketFactory.getDefault())), null);
  }

  /** Starts one on https, for whoever comes. */
  public static FakeImageStore startSecure() {
    return startSecure(ClientAccess.anyone());
  }

  /** Starts one on https, with certificates made on the spot: see {@link #certificates}. */
  public static FakeImageStore startSecure(ClientAccess access) {
    StoreCertificates made = new StoreCertificates();
    FakeImageStore store =
        new FakeImageStore(new StoreServer(made.socket(access.asksForCertificate())), made);
    store.gateway.access(access.knowing(made.clientCertificate()));
    return store;
  }

  /** Returns the URL to give to a client. */
  public String endpoint() {
    return (certificates == null ? "http" : "https") + "://127.0.0.1:" + server.port();
  }

  /**
   * Returns the certificates of both sides.
   *
   * @throws IllegalStateException if the store is not on https
   */
  public StoreCertificates certificates() {
    if (certificates == null) {
      throw new IllegalStateException("only a store that was started by startSecure has any");
    }
    return certificates;
  }

  /** Opens a session of one byte that has arrived, so that it can be committed. */
  public UUID openSession() {
    return gateway.service().open(1, 1, gateway.hashes());
  }

  /** Opens a session of two bytes of which the second is missing. */
  public UUID openIncompleteSession() {
    return gateway.service().open(2, 1, gateway.hashes());
  }

  /**
   * Lets what is missing of a session arrive, as zeros.
   *
   * @throws IllegalArgumentException if there is no such session
   */
  public void receiveLastChunk(UUID sessionId) {
    gateway.service().receiveTheRest(sessionId, gateway.hashes());
  }

  /**
   * Lets another commit for the path of this session run, until {@link #finishOtherCommit}.
   *
   * @throws IllegalArgumentException if there is no such session
   */
  public void beginOtherCommit(UUID sessionId) {
    gateway.service().otherWriter(sessionId, true);
  }

  /** Ends the other commit of this session's path; throws what its begin throws. */
  public void finishOtherCommit(UUID sessionId) {
    gateway.service().otherWriter(sessionId, false);
  }

  /** Moves the image store to another replica, which knows none of the sessions, but all files. */
  public void failOver() {
    gateway.service().forgetSessions();
  }

  /** Lets time pass: a session is forgotten 30 minutes after its last chunk. */
  public void passTime(Duration time) {
    gateway.service().passTime(time);
  }

  /** Takes the time from a clock, such as {@link Clock#systemUTC()}. */
  public void clock(Clock clock) {
    gateway.service().clock(clock);
  }

  /** Sets the version of the runtime, up to which an api-version is accepted; 6.4 at first. */
  public void runtimeVersion(String version) {
    gateway.runtimeVersion(version);
  }

  /** Sets the cluster's id; a random one at first. */
  public void clusterId(String id) {
    gateway.clusterId(id);
  }

  /** Turns the cluster into one on Linux, whose gateway has five of the operations. */
  public void runOnLinux() {
    gateway.runOnLinux();
  }

  /** Takes the image store service away, as where a development cluster has a folder instead. */
  public void removeImageStoreService() {
    gateway.removeImageStoreService();
  }

  /** Sets how many entries a page of a listing has at most; 1,000 at first. */
  public void pageSize(int entries) {
    gateway.pageSize(entries);
  }

  /** Turns digests on or off; without them bodies are counted and dropped. On at first. */
  public void hashing(boolean on) {
    gateway.hashing(on);
  }

  /** Sets how many of the newest requests are kept; 5,000 at first. */
  public void keepRequests(int requests) {
    log.keep(requests);
  }

  /** Returns how slow and how busy the store is, to be changed. */
  public ServerLimits limits() {
    return limits;
  }

  /** Lets the next request that no earlier rule applies to go wrong. */
  public void enqueue(Fault fault) {
    on(request -> true, fault);
  }

  /** Lets the next requests of this kind go wrong, one after the other. */
  public void on(Predicate<SeenRequest> which, Fault... next) {
    faults.add(which, List.of(next));
  }

  /** Takes back the faults of {@link #on} and {@link #enqueue} that no request has met yet. */
  public void clearFaults() {
    faults.clear();
  }

  /** Asks for a fault whenever a request comes for which none is enqueued. */
  public void faultsFrom(Supplier<Fault> source) {
    faults.others(request -> source.get());
  }

  /** The same, with a look at the request. */
  public void faultsFrom(Function<SeenRequest, Fault> source) {
    faults.others(source);
  }

  /** Carries out the work that is to be done late. */
  public void finishLateWork() {
    gateway.finishLateWork();
  }

  /** Tells whether the file of a session was made whole, whatever any client was told. */
  public boolean isCommitted(UUID sessionId) {
    return gateway.service().isCommitted(sessionId);
  }

  /** Tells whether the file of a session was made whole, whatever any client was told. */
  public boolean isCommitted(String sessionId) {
    return isCommitted(UUID.fromString(sessionId));
  }

  /** Returns what a file consists of; empty where there is none. */
  public Optional<Content> content(String storePath) {
    return Optional.ofNullable(gateway.service().file(storePath)).map(StoredFile::content);
  }

  /** Returns the paths of all files, with {@code /}, in the order of the store. */
  public List<String> paths() {
    return gateway.service().paths();
  }

  /** Returns the newest requests, oldest first; see {@link #keepRequests}. */
  public List<SeenRequest> requests() {
    return log.kept();
  }

  /** Returns how many requests have come, kept or not. */
  public long requestCount() {
    return log.seen();
  }

  /** Returns how many bytes of bodies have been read. */
  public long bodyBytes() {
    return log.bodyBytes();
  }

  /** Returns how many connections have been made. */
  public long connectionCount() {
    return server.accepted();
  }

  /** Stops the server; requests that hang are let go. */
  @Override
  public void close() {
    server.close();
  }
}
