package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.AttemptEvent;
import io.github.servicefabric.imagestore.ByteRange;
import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.ImageStoreException.Facts;
import io.github.servicefabric.imagestore.SourceChangedException;
import io.github.servicefabric.imagestore.UploadResult;
import io.github.servicefabric.imagestore.UploadSession;
import io.github.servicefabric.imagestore.internal.call.Operation;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.SourceException;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way: in one request, or in the parts that its session says are missing, until the
 * session lacks nothing and is committed. Its fields are guarded by its own lock.
 */
final class FileUpload {
  /** The gateway reads the length of one request into 32 bits. */
  private static final long LARGEST_WHOLE = (1L << 32) - 1;

  private static final int NOT_SATISFIABLE = 400;

  private enum State {
    NEW,
    BEGINNING,
    PARTS,
    FINISHING,
    DONE,
    FAILED
  }

  private final Upload upload;
  private final Path path;
  private final StorePath storePath;
  private final long size;
  private final UploadResult.Builder result;
  private final boolean verifies;
  private final MissingRanges missing = new MissingRanges();
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicLong bytesSent = new AtomicLong();
  private State state = State.NEW;
  private @Nullable WatchedFile file;
  private @Nullable Commit commit;
  private @Nullable ImageStoreException failure;
  private UUID sessionId = new UUID(0, 0);
  private int sessions;
  private int inFlight;
  private int parts;
  private long confirmed;
  private long resumed;
  private int withoutProgress;
  private int rounds;
  private boolean whole;
  private boolean verified;
  private long startNanos;

  /**
   * Begins nothing yet.
   *
   * @param verifies whether it looks at what the image store lists; a package does so itself
   */
  FileUpload(
      Upload upload,
      Path path,
      StorePath storePath,
      long size,
      UploadResult.Builder result,
      boolean verifies) {
    this.upload = upload;
    this.path = path;
    this.storePath = storePath;
    this.size = size;
    this.result = result;
    this.verifies = verifies;
  }

  /** The next piece of its work; null where there is none for now. */
  synchronized @Nullable Runnable next() {
    switch (state) {
      case NEW:
        state = State.BEGINNING;
        return this::begin;
      case PARTS:
        ByteRange part = missing.take(upload.pace.partSize());
        if (part != null) {
          inFlight++;
          int session = sessions;
          return () -> send(part, session);
        }
        if (inFlight == 0) {
          state = State.FINISHING;
          return this::finish;
        }
        return null;
      default:
        return null;
    }
  }

  synchronized boolean isOver() {
    return state == State.DONE || state == State.FAILED;
  }

  synchronized @Nullable ImageStoreException failure() {
    return failure;
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  StorePath storePath() {
    return storePath;
  }

  private <T> T call(Operation<T> operation, @Nullable Duration timeout) {
    return upload.calls.call(operation, timeout, this::heard);
  }

  private void heard(AttemptEvent event) {
    attempts.incrementAndGet();
    bytesSent.addAndGet(event.bytes());
    // What did not get through is no longer under way; what did is confirmed.
    upload.progress.underWay(-event.bytes());
    upload.pace.heard(event, upload.calls.nanoTime());
  }

  private void begin() {
    startNanos = upload.calls.nanoTime();
    guarded(
        () -> {
          file =
              WatchedFile.open(
                  path,
                  upload.options.resume(),
                  () -> upload.calls.ending() != null,
                  upload.progress::underWay);
          if (file.size() != size) {
            throw new SourceException(
                path, "its size was " + size + " bytes and is " + file.size(), null);
          }
          if (size <= upload.options.partSize() || upload.withoutSessions) {
            sendWhole();
          } else {
            name(SessionName.of(storePath, file, upload.options.resume()));
            beginParts();
          }
        });
  }

  private void sendWhole() {
    if (size > LARGEST_WHOLE) {
      throw tooLarge();
    }
    whole = true;
    long begun = upload.calls.nanoTime();
    call(Operations.uploadFile(storePath, file, size), null);
    upload.pace.done(size, begun, upload.calls.nanoTime());
    parts++;
    confirm(size);
    finishWhole();
  }

  private FabricErrorException tooLarge() {
    return new FabricErrorException(
        "Store path "
            + storePath
            + ": not uploaded, this cluster has no upload sessions, as on Linux, and the gateway takes"
            + " no file of 4 GiB or more in one request. Split the file, or provision the package from"
            + " a place that the cluster can download it from.",
        facts("uploadFile"),
        NOT_SATISFIABLE,
        "E_INVALIDARG",
        "");
  }

  private Facts facts(String operation) {
    return Facts.of(operation, upload.calls.settings().requestId())
        .attempts(attempts.get())
        .storePath(storePath.value());
  }

  private synchronized void name(UUID id) {
    sessionId = id;
    sessions++;
    commit = new Commit(upload, this::heard, storePath, size, id, commit);
    upload.used(id);
  }

  /** Asks what the session has; whatever it lacks is to be sent. */
  private void beginParts() {
    Optional<UploadSession> session;
    try {
      session = call(Operations.getUploadSession(sessionId), null);
    } catch (FabricErrorException e) {
      if (e.statusCode() != 400) {
        throw e;
      }
      upload.withoutSessions = true;
      sendWhole();
      return;
    }
    if (session.isPresent()
        && (session.get().fileSize() != size
            || !session.get().storePath().equals(storePath.value()))) {
      name(UUID.randomUUID());
      session = Optional.empty();
    }
    if (session.isEmpty() || !session.get().isComplete()) {
      commit.remember();
    }
    take(session);
    synchronized (this) {
      resumed = confirmed;
      state = State.PARTS;
    }
  }

  /** Takes over what a session says; the parts under way are none, or of another session. */
  private synchronized void take(Optional<UploadSession> session) {
    List<ByteRange> ranges =
        session.isPresent()
            ? session.get().missingRanges()
            : List.of(new ByteRange(0, size - 1, size));
    missing.set(ranges);
    long there = size - ranges.stream().mapToLong(ByteRange::length).sum();
    upload.progress.confirmed(there - confirmed);
    confirmed = there;
  }

  private synchronized void confirm(long bytes) {
    confirmed += bytes;
    upload.progress.confirmed(bytes);
  }

  private void send(ByteRange part, int session) {
    long before;
    synchronized (this) {
      before = confirmed;
      parts++;
    }
    try {
      guarded(
          () -> {
            long begun = upload.calls.nanoTime();
            call(Operations.uploadChunk(storePath, sessionId, part, file), null);
            upload.pace.done(part.length(), begun, upload.calls.nanoTime());
            synchronized (this) {
              if (session == sessions) {
                confirm(part.length());
                withoutProgress = 0;
              }
            }
          },
          e -> sentInVain(part, session, before, e));
    } finally {
      synchronized (this) {
        inFlight--;
      }
    }
  }

  /** Whether a failure of a part leaves something to try; its bytes are then to be sent again. */
  private synchronized boolean sentInVain(
      ByteRange part, int session, long before, ImageStoreException failure) {
    if (session != sessions) {
      return true;
    }
    if (failure instanceof SourceChangedException || upload.calls.ending() != null) {
      return false;
    }
    if (failure instanceof FabricErrorException refused) {
      if (refused.code().equals("FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE")) {
        // Someone else sends this file, too; before the commit the session says what is missing.
        return true;
      }
      if (refused.statusCode() == 409 || refused.statusCode() == 400) {
        return sessions < upload.calls.maxAttempts() + 1 && beginUnderAnotherName();
      }
      if (refused.statusCode() < 500 && refused.statusCode() != 404) {
        return false;
      }
    }
    // Attempts are counted without progress: a few lost packets do not end 40 GB.
    boolean progress = confirmed > before;
    if (!progress && ++withoutProgress >= upload.calls.maxAttempts()) {
      return false;
    }
    missing.putBack(part);
    return true;
  }

  private boolean beginUnderAnotherName() {
    name(UUID.randomUUID());
    take(Optional.empty());
    return true;
  }

  /** All parts are sent: asks what the session lacks, and commits it where it lacks nothing. */
  private void finish() {
    guarded(
        () -> {
          file.verify();
          switch (commit.settle(parts > 0, upload.ownTimeout)) {
            case COMMITTED -> finishWhole();
            case INCOMPLETE -> goOn();
            case ANEW -> {
              synchronized (this) {
                sessions++;
              }
              goOn();
            }
          }
        });
  }

  private synchronized void goOn() {
    long before = confirmed;
    take(commit.session());
    rounds = confirmed > before ? 0 : rounds + 1;
    if (rounds > Commit.MOST_ROUNDS) {
      throw commit.gaveUp();
    }
    state = State.PARTS;
  }

  private void finishWhole() {
    if (verifies && !commitOrWhole().isListed(size)) {
      synchronized (this) {
        if (++rounds > 1) {
          throw commitOrWhole().listedOtherwise();
        }
        upload.progress.confirmed(-confirmed);
        confirmed = 0;
      }
      if (whole) {
        sendWhole();
      } else {
        upload.discard(sessionId);
        name(UUID.randomUUID());
        take(Optional.empty());
        synchronized (this) {
          state = State.PARTS;
        }
      }
      return;
    }
    verified = verifies;
    close();
    upload.progress.fileDone();
    synchronized (this) {
      state = State.DONE;
    }
  }

  private Commit commitOrWhole() {
    return commit == null
        ? new Commit(upload, this::heard, storePath, size, sessionId, null)
        : commit;
  }

  /** What became of it; the package says itself whether it is verified. */
  synchronized UploadResult.Builder result() {
    return result
        .sessionId(whole ? null : sessionId)
        .sent(parts, bytesSent.get(), resumed, attempts.get())
        .verified(verified)
        .duration(upload.calls.since(startNanos));
  }

  private interface Step {
    void run() throws SourceException;
  }

  private interface Again {
    boolean after(ImageStoreException failure);
  }

  private void guarded(Step step) {
    guarded(step, e -> false);
  }

  private void guarded(Step step, Again again) {
    try {
      step.run();
    } catch (SourceException e) {
      fail(
          new SourceChangedException(
              "Store path "
                  + storePath
                  + ": not committed, "
                  + e.file()
                  + " changed: "
                  + e.change()
                  + ". Let nobody write the file while it is uploaded, then call again.",
              facts("uploadFile"),
              e.file(),
              e.change(),
              e.getCause()));
    } catch (ImageStoreException e) {
      if (!again.after(e)) {
        fail(e);
      }
    }
  }

  private void fail(ImageStoreException e) {
    synchronized (this) {
      if (state == State.FAILED) {
        return;
      }
      state = State.FAILED;
      failure = e;
    }
    close();
    if (e instanceof SourceChangedException && sessions > 0) {
      upload.discard(sessionId);
    }
  }

  /** Lets go of the file; may be called at any time. */
  synchronized void close() {
    if (file != null) {
      file.close();
    }
  }
}
