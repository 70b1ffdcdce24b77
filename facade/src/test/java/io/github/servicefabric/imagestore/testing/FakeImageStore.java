package io.github.servicefabric.imagestore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;

/**
 * An image store on loopback that takes commits as a live gateway does, records what it sees, and
 * knows the truth. Safe for use by several threads.
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
 * <p>It needs {@code com.squareup.okhttp3:mockwebserver3} on the class path.
 */
public final class FakeImageStore implements AutoCloseable {
  private static final String ROUTE = "/ImageStore/$/CommitUploadSession";
  private static final String NO_TEXT = "Null";

  private final MockWebServer server = new MockWebServer();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final UploadSessions sessions = new UploadSessions();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Set<UUID> lateWork = new HashSet<>();
  private final List<SeenRequest> requests = new ArrayList<>();
  private Supplier<Fault> otherFaults = Fault::none;
  private String runtimeVersion = "6.4";
  private boolean windows = true;
  private boolean imageStoreService = true;

  private FakeImageStore() {}

  /** Starts an image store on a free port of 127.0.0.1. */
  public static FakeImageStore start() {
    FakeImageStore store = new FakeImageStore();
    store.server.setServerSocketFactory(new NoDelayServerSockets());
    store.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            return store.answer(request);
          }
        });
    try {
      store.server.start(InetAddress.getByName("127.0.0.1"), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return store;
  }

  /** Returns the URL to give to a client. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** Opens a session whose chunks have all arrived, so that it can be committed. */
  public UUID openSession() {
    return open(true);
  }

  /** Opens a session of which a chunk is missing. */
  public UUID openIncompleteSession() {
    return open(false);
  }

  private synchronized UUID open(boolean complete) {
    UUID id = UUID.randomUUID();
    sessions.open(id, complete);
    return id;
  }

  /** Lets the missing chunk of a session arrive. */
  public synchronized void receiveLastChunk(UUID sessionId) {
    sessions.receiveLastChunk(sessionId);
  }

  /** Lets another commit for the path of this session run, until {@link #finishOtherCommit}. */
  public synchronized void beginOtherCommit(UUID sessionId) {
    sessions.otherCommit(sessionId, true);
  }

  /** Ends the other commit of this session's path. */
  public synchronized void finishOtherCommit(UUID sessionId) {
    sessions.otherCommit(sessionId, false);
  }

  /** Moves the image store to another replica, which knows none of the sessions, but all files. */
  public synchronized void failOver() {
    sessions.forgetAll();
  }

  /** Lets time pass: a session is forgotten 30 minutes after its last chunk. */
  public synchronized void passTime(Duration time) {
    sessions.passTime(time);
  }

  /** Sets the version of the runtime, up to which an api-version is accepted; 6.4 at first. */
  public synchronized void runtimeVersion(String version) {
    runtimeVersion = version;
  }

  /** Turns the cluster into one on Linux, whose gateway has no such operation. */
  public synchronized void runOnLinux() {
    windows = false;
  }

  /**
   * Takes the image store service away, as in a development cluster that keeps packages in a
   * folder.
   */
  public synchronized void removeImageStoreService() {
    imageStoreService = false;
  }

  /** Lets the next request without a fault go wrong. */
  public synchronized void enqueue(Fault fault) {
    faults.add(fault);
  }

  /** Takes back the faults that no request has met yet. */
  public synchronized void clearFaults() {
    faults.clear();
  }

  /** Asks for a fault whenever a request comes for which none is enqueued. */
  public synchronized void faultsFrom(Supplier<Fault> source) {
    otherFaults = source;
  }

  /** Carries out the work that is to be done late. */
  public synchronized void finishLateWork() {
    lateWork.forEach(sessions::commit);
    lateWork.clear();
  }

  /** Tells whether the file of a session was made whole, whatever any client was told. */
  public synchronized boolean isCommitted(UUID sessionId) {
    return sessions.isCommitted(sessionId);
  }

  /** Tells whether the file of a session was made whole, whatever any client was told. */
  public boolean isCommitted(String sessionId) {
    return isCommitted(UUID.fromString(sessionId));
  }

  /** Returns what has been seen so far, oldest first. */
  public synchronized List<SeenRequest> requests() {
    return List.copyOf(requests);
  }

  /** Stops the server; requests that hang are let go. */
  @Override
  public void close() {
    closed.countDown();
    server.close();
  }

  private MockResponse answer(RecordedRequest request) throws InterruptedException {
    Fault fault;
    MockResponse plain;
    synchronized (this) {
      finishLateWork();
      HttpUrl url = request.getUrl();
      requests.add(
          new SeenRequest(
              request.getRequestLine(),
              request.getHeaders(),
              request.getBodySize(),
              GatewayQuery.timeoutSeconds(url)));
      fault = faults.isEmpty() ? otherFaults.get() : faults.remove();
      if (fault.failsOver()) {
        sessions.forgetAll();
      }
      plain = carryOut(request, url, fault.work());
    }
    if (fault.hangs()) {
      closed.await();
    }
    return fault.reply() == null ? plain : fault.reply();
  }

  private MockResponse carryOut(RecordedRequest request, HttpUrl url, Fault.Work work) {
    if (request.getHeaders().get("Content-Length") == null) {
      return Replies.page(411);
    }
    UUID id = GatewayQuery.sessionId(url);
    boolean routed =
        windows && request.getMethod().equals("POST") && url.encodedPath().equals(ROUTE);
    if (!routed || id == null || !GatewayQuery.acceptsVersion(url, runtimeVersion)) {
      return Replies.error(400, "E_INVALIDARG", NO_TEXT);
    }
    if (!imageStoreService) {
      return Replies.error(404, "FABRIC_E_SERVICE_DOES_NOT_EXIST", "Service does not exist.");
    }
    if (work == Fault.Work.LATE) {
      lateWork.add(id);
    }
    return work == Fault.Work.DONE ? reply(sessions.commit(id)) : Replies.ok();
  }

  private static MockResponse reply(UploadSessions.Result result) {
    return switch (result) {
      case COMMITTED -> Replies.ok();
      case CHUNK_MISSING -> Replies.error(400, "E_INVALIDARG", "A part of the file is missing.");
      case NOT_FOUND -> Replies.error(404, "NotFound", NO_TEXT);
      case PENDING -> Replies.error(500, "OperationsPending", "Operations are pending.");
    };
  }
}
