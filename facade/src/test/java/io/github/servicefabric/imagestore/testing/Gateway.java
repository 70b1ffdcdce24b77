package io.github.servicefabric.imagestore.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The gateway: what it refuses itself, when it does so, and what it asks of the image store. */
final class Gateway {
  private final StoreService service = new StoreService();
  private final List<Runnable> lateWork = new ArrayList<>();
  private volatile ClientAccess access = ClientAccess.anyone();
  private volatile String clusterId = UUID.randomUUID().toString();
  private volatile String runtimeVersion = "6.4";
  private volatile boolean windows = true;
  private volatile boolean imageStoreService = true;
  private volatile boolean hashing = true;
  private volatile int pageSize = 1000;

  StoreService service() {
    return service;
  }

  void access(ClientAccess who) {
    access = who;
  }

  String clusterId() {
    return clusterId;
  }

  void clusterId(String id) {
    clusterId = id;
  }

  void runtimeVersion(String version) {
    runtimeVersion = version;
  }

  boolean runsOnWindows() {
    return windows;
  }

  void runOnLinux() {
    windows = false;
    service.runOnLinux();
  }

  void removeImageStoreService() {
    imageStoreService = false;
  }

  boolean hashes() {
    return hashing;
  }

  void hashing(boolean on) {
    hashing = on;
  }

  void pageSize(int entries) {
    pageSize = entries;
  }

  /** What is answered before the body is read; null where the body is wanted. */
  @Nullable Reply refusal(GatewayRequest request, Peer peer) {
    if (request.isPost() && request.contentLength() < 0 && !request.isChunked()) {
      return Replies.page(411);
    }
    StoreOperation operation = request.operation();
    if (operation == null || !request.acceptsVersion(runtimeVersion)) {
      return Replies.invalidArgument();
    }
    String cluster = request.headers().get("ClusterId");
    if (cluster != null && !cluster.equals(clusterId)) {
      return Replies.error(403, "E_ACCESSDENIED", Replies.NO_TEXT);
    }
    Reply turnedAway = access.refusal(request, peer);
    if (turnedAway != null) {
      return turnedAway;
    }
    boolean badRange = windows && operation.isUpload() && range(request) == null;
    return badRange ? Replies.rangeNotSatisfiable() : null;
  }

  private static @Nullable ContentRange range(GatewayRequest request) {
    return ContentRange.read(request.headers().get("Content-Range"));
  }

  /**
   * Carries out what was asked for, now, later or never; a late or missing answer is a plain 200.
   */
  Reply carryOut(GatewayRequest request, Peer peer, Body body, Fault.Work work) throws IOException {
    if (work == Fault.Work.LATE) {
      synchronized (lateWork) {
        lateWork.add(() -> carryOutLate(request, peer, body));
      }
    }
    return work == Fault.Work.DONE ? carryOut(request, peer, body) : Replies.ok();
  }

  private void carryOutLate(GatewayRequest request, Peer peer, Body body) {
    try {
      carryOut(request, peer, body);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  void finishLateWork() {
    List<Runnable> due;
    synchronized (lateWork) {
      due = List.copyOf(lateWork);
      lateWork.clear();
    }
    due.forEach(Runnable::run);
  }

  /** A body that broke off is kept as far as it came, on Linux. */
  void brokeOff(GatewayRequest request, Peer peer, Body body) throws IOException {
    if (!windows && request.operation() == StoreOperation.UPLOAD_FILE) {
      carryOut(request, peer, body);
    }
  }

  private Reply carryOut(GatewayRequest request, Peer peer, Body body) throws IOException {
    Reply refusal = refusal(request, peer);
    if (refusal != null) {
      return refusal;
    }
    StoreOperation operation = request.operation();
    Reply invalid = body.tooLarge() ? tooLarge() : invalid(operation, request.sessionId());
    if (invalid != null) {
      return invalid;
    }
    if (!imageStoreService) {
      return Replies.error(404, "FABRIC_E_SERVICE_DOES_NOT_EXIST", "Service does not exist.");
    }
    String path = request.url().key();
    UUID id = request.sessionId();
    return switch (operation) {
      case UPLOAD_FILE -> service.uploadFile(path, body.received());
      case UPLOAD_CHUNK -> service.uploadChunk(id, path, range(request), body.received());
      case GET_SESSION -> service.session(id);
      case LIST_SESSIONS -> service.sessions(path);
      case COMMIT_SESSION -> service.commit(id);
      case DELETE_SESSION -> service.deleteSession(id);
      case GET_CONTENT, GET_ROOT_CONTENT -> content(request, path);
      case DELETE_CONTENT -> service.delete(path);
      case COPY_CONTENT -> copy(body);
    };
  }

  private static Reply tooLarge() {
    return Replies.error(413, "FABRIC_E_MESSAGE_TOO_LARGE", Replies.NO_TEXT);
  }

  /** What is wrong with the session id, which is looked at once the body is there. */
  private static @Nullable Reply invalid(StoreOperation operation, @Nullable UUID id) {
    if (id != null) {
      return null;
    }
    return switch (operation) {
      case UPLOAD_CHUNK, GET_SESSION ->
          Replies.error(400, "FABRIC_E_INVALID_UPLOAD_SESSION_ID", Replies.NO_TEXT);
      case COMMIT_SESSION, DELETE_SESSION -> Replies.invalidArgument();
      default -> null;
    };
  }

  private Reply content(GatewayRequest request, String path) throws IOException {
    String token = request.url().parameter("ContinuationToken");
    boolean paged = request.hasPages();
    return service.content(path, token == null || !paged ? "" : token, paged, pageSize);
  }

  private Reply copy(Body body) throws IOException {
    CopyRequest request = CopyRequest.read(body.text());
    return request == null ? Replies.invalidArgument() : service.copy(request);
  }
}
