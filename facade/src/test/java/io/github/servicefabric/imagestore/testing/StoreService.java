package io.github.servicefabric.imagestore.testing;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The image store service behind the gateway: what it has, and what it says. Thread-safe. */
final class StoreService {
  private static final Set<String> RESERVED = Set.of("store", "windowsfabricstore");

  private final UploadSessions remembered = new UploadSessions();
  private final StoredFiles files = new StoredFiles();
  private final Set<UUID> committed = new HashSet<>();
  private Clock clock = Clock.fixed(Instant.now(), java.time.ZoneOffset.UTC);

  synchronized void clock(Clock other) {
    clock = other;
  }

  synchronized void passTime(Duration time) {
    clock = Clock.offset(clock, time);
  }

  synchronized void runOnLinux() {
    files.runOnLinux();
  }

  private UploadSessions sessions() {
    remembered.expire(clock.instant());
    return remembered;
  }

  synchronized void forgetSessions() {
    remembered.forgetAll();
    files.moveToAnotherReplica();
  }

  /** A session of which the last bytes may be missing. */
  synchronized UUID open(long total, long received, boolean hashing) {
    UUID id = UUID.randomUUID();
    Received chunk = Received.zeros(received, hashing);
    ContentRange range = new ContentRange(0, received - 1, total);
    sessions().take(id, "sessions/" + id, range, chunk, clock.instant());
    return id;
  }

  synchronized void receiveTheRest(UUID id, boolean hashing) {
    existing(id).fillWithZeros(hashing, clock.instant());
  }

  synchronized void otherWriter(UUID id, boolean runs) {
    files.otherWriter(existing(id).path(), runs);
  }

  private UploadSession existing(UUID id) {
    UploadSession session = sessions().byId(id);
    if (session == null) {
      throw new IllegalArgumentException("there is no upload session " + id);
    }
    return session;
  }

  synchronized boolean isCommitted(UUID id) {
    return committed.contains(id);
  }

  synchronized @Nullable StoredFile file(String path) {
    return files.file(path);
  }

  synchronized List<String> paths() {
    return files.all().stream().map(file -> file.path().replace('\\', '/')).toList();
  }

  synchronized Reply uploadFile(String path, Received body) {
    if (files.isBeingWritten(path)) {
      return pending();
    }
    files.put(path, body.content(), clock.instant(), null);
    return Replies.ok();
  }

  synchronized Reply uploadChunk(UUID id, String path, ContentRange range, Received body) {
    return switch (sessions().take(id, path, range, body, clock.instant())) {
      case TAKEN -> Replies.ok();
      case OTHER_PATH -> Replies.error(409, "FABRIC_E_UPLOAD_SESSION_ID_CONFLICT", Replies.NO_TEXT);
      case OTHER_TOTAL -> Replies.invalidArgument();
      case NOT_MISSING -> Replies.rangeNotSatisfiable();
    };
  }

  synchronized Reply session(UUID id) throws IOException {
    return sessions(Stream.ofNullable(sessions().byId(id)).toList());
  }

  synchronized Reply sessions(String path) throws IOException {
    return sessions(sessions().byPath(path));
  }

  private static Reply sessions(List<UploadSession> found) throws IOException {
    return found.isEmpty() ? Replies.noContent() : Replies.json(Answers.sessions(found));
  }

  synchronized Reply commit(UUID id) {
    UploadSession session = sessions().byId(id);
    if (session == null || !session.isComplete()) {
      return Replies.invalidArgument();
    }
    if (files.isBeingWritten(session.path())) {
      return pending();
    }
    StoredFile file = files.file(session.path());
    if (file != null && id.equals(file.upload())) {
      return Replies.ok();
    }
    Content joined = session.joined();
    if (joined.size() != session.total()) {
      String sizes = joined.size() + " bytes instead of " + session.total() + '.';
      return Replies.error(400, "E_INVALIDARG", "The joined file has " + sizes);
    }
    files.put(session.path(), joined, clock.instant(), id);
    committed.add(id);
    return Replies.ok();
  }

  synchronized Reply deleteSession(UUID id) {
    return sessions().delete(id) ? Replies.ok() : Replies.notFound();
  }

  synchronized Reply content(String path, String token, boolean paged, int pageSize)
      throws IOException {
    boolean root = path.isEmpty();
    if (!root && files.file(path) == null && !files.isFolder(path)) {
      return Reply.of(404);
    }
    Listing listing = Listing.of(files, path, token, paged ? pageSize : Integer.MAX_VALUE);
    if (listing.isEmpty()) {
      return root
          ? Replies.error(404, "FABRIC_E_NAME_DOES_NOT_EXIST", Replies.NO_TEXT)
          : Replies.noContent();
    }
    return Replies.json(Answers.content(listing, paged));
  }

  synchronized Reply delete(String path) {
    if (RESERVED.contains(files.key(path))) {
      return Replies.error(400, "FABRIC_E_IMAGEBUILDER_RESERVED_DIRECTORY_ERROR", Replies.NO_TEXT);
    }
    if (files.isBeingWrittenUnder(path)) {
      return pending();
    }
    files.delete(path);
    return Replies.ok();
  }

  synchronized Reply copy(CopyRequest request) {
    return files.copy(request, clock.instant())
        ? Replies.ok()
        : Replies.error(404, "FABRIC_E_FILE_NOT_FOUND", Replies.NO_TEXT);
  }

  private static Reply pending() {
    return Replies.error(500, "OperationsPending", "Operations are pending.");
  }
}
