package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.SourceChangedException;
import io.github.servicefabric.imagestore.UploadResult;
import io.github.servicefabric.imagestore.UploadSession;
import io.github.servicefabric.imagestore.internal.call.Ending;
import io.github.servicefabric.imagestore.internal.call.Operation;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.SourceException;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.internal.upload.Calls.GaveWay;
import io.github.servicefabric.imagestore.internal.upload.Parts.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way: in one request, or in the parts that its session says are missing, until the
 * session lacks nothing and is committed. Its fields are guarded by its own lock.
 */
final class FileUpload {
  /** The gateway reads the length of one request into 32 bits. */
  static final long LARGEST_WHOLE = (1L << 32) - 1;

  private enum State {
    NEW,
    BEGINNING,
    PARTS,
    ASKING,
    COMPLETE,
    COMMITTING,
    DONE,
    FAILED
  }

  private final Upload upload;
  private final Path path;
  private final StorePath storePath;
  private final long size;
  private final UploadResult.Builder result;
  private final boolean verifies;
  private final Tally tally;
  private final Parts parts;
  private final Failures failures;
  private final Commit commit;
  private final PathLook look;
  private final FileSession session;
  private State state = State.NEW;
  private @Nullable WatchedFile file;
  private @Nullable ImageStoreException failure;
  private boolean resent;
  private boolean verified;

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
    this.tally = new Tally(upload);
    this.parts = new Parts(upload, size);
    this.failures = new Failures(storePath, upload.calls.settings().requestId());
    this.commit = new Commit(upload, tally::heard, storePath, size, failures);
    this.look = new PathLook(commit);
    this.session = new FileSession(upload, parts, commit);
  }

  /** The next piece of its work; null where there is none for now. */
  synchronized @Nullable Runnable next() {
    switch (state) {
      case NEW:
        state = State.BEGINNING;
        return this::begin;
      case PARTS:
        Part part = parts.take();
        if (part != null) {
          return () -> send(part);
        }
        if (parts.anyInFlight()) {
          return null;
        }
        state = State.ASKING;
        return this::ask;
      case ASKING, COMPLETE:
        if (look.begin()) {
          return () -> guarded(look::take);
        }
        if (state == State.ASKING || look.isUnderWay()) {
          return null;
        }
        state = State.COMMITTING;
        return this::commit;
      default:
        return null;
    }
  }

  synchronized boolean isOver() {
    return state == State.DONE || state == State.FAILED;
  }

  /** Why it is not whole; null where it is, or where the upload was ended between two requests. */
  synchronized @Nullable ImageStoreException failure() {
    return failure;
  }

  /** For an upload that was ended before it was over. */
  ImageStoreException ended() {
    Ending why = upload.calls.whyOver();
    return tally.attempts() == 0
        ? upload.calls.unbegun(Operations.uploadFile(storePath, new ByteSource.OfFile(path), size))
        : failures.ended(why, tally.attempts());
  }

  Path path() {
    return path;
  }

  private <T> T call(Operation<T> operation) {
    return upload.calls.call(operation, null, tally::heard);
  }

  private synchronized void enter(State next) {
    // What runs beside it may have failed meanwhile.
    if (state != State.FAILED) {
      state = next;
    }
  }

  private void begin() {
    tally.begin();
    guarded(
        () -> {
          // One that gave way begins again.
          close();
          file =
              WatchedFile.open(
                  path,
                  upload.options.resume(),
                  upload.calls::isOver,
                  upload.progress::underWay,
                  upload.pieces);
          if (file.size() != size) {
            throw new SourceException(
                path, "its size was " + size + " bytes and is " + file.size(), null);
          }
          if (size <= upload.options.partSize() || upload.withoutSessions) {
            sendWhole();
          } else {
            beginParts(SessionName.of(storePath, file, upload.options.resume()));
          }
        });
  }

  private void sendWhole() throws IOException {
    if (size > LARGEST_WHOLE) {
      throw failures.tooLarge(tally.attempts());
    }
    try {
      commit.put(() -> sendPart(Operations.uploadFile(storePath, file, size), size));
    } catch (GaveWay e) {
      enter(State.NEW);
      return;
    }
    upload.progress.confirmed(size);
    afterCommit();
  }

  /** Asks what the session has; whatever it lacks is to be sent. */
  private void beginParts(UUID name) throws IOException {
    Optional<UploadSession> said;
    try {
      said = call(Operations.getUploadSession(name));
    } catch (FabricErrorException e) {
      if (e.statusCode() != 400) {
        throw e;
      }
      upload.withoutSessions = true;
      sendWhole();
      return;
    }
    boolean isOurs =
        said.isEmpty()
            || said.get().fileSize() == size && said.get().storePath().equals(storePath.value());
    if (!isOurs || said.isEmpty() || !said.get().isComplete()) {
      look.want();
    }
    if (isOurs) {
      long there = session.takeOver(name, said);
      tally.resumed(there);
      upload.progress.resumed(there);
    } else {
      session.beginAnew();
    }
    enter(State.PARTS);
  }

  private void send(Part part) {
    try {
      guarded(
          () -> {
            try {
              sendPart(
                  Operations.uploadChunk(storePath, part.session(), part.range(), file),
                  part.range().length());
              parts.arrived(part);
            } catch (GaveWay e) {
              parts.giveBack(part);
            }
          },
          e -> isOver() || session.mends(part, e));
    } finally {
      landed();
    }
  }

  private void sendPart(Operation<?> operation, long length) throws GaveWay {
    tally.partSent();
    long begun = upload.calls.nanoTime();
    try {
      upload.calls.callGivingWay(operation, tally::heard, upload.pace::isTooMany);
    } catch (GaveWay e) {
      tally.partGaveWay();
      throw e;
    }
    upload.pace.done(length, begun, upload.calls.nanoTime());
  }

  private void landed() {
    synchronized (this) {
      parts.landed();
      if (parts.anyInFlight() || !(failure instanceof SourceChangedException)) {
        return;
      }
    }
    // Not earlier: a part that is still under way would make the session again.
    session.discard();
  }

  /** All parts are sent, which the session confirms, or it says what it lacks. */
  private void ask() {
    guarded(
        () -> {
          if (!tally.anySent() || commit.isComplete()) {
            enter(State.COMPLETE);
          } else {
            sendWhatLacks();
          }
        });
  }

  private void commit() {
    guarded(
        () -> {
          file.verify();
          if (commit.settle()) {
            afterCommit();
          } else {
            sendWhatLacks();
          }
        });
  }

  private void sendWhatLacks() {
    if (parts.goOn(commit.session()) > Commit.MOST_ROUNDS) {
      throw commit.gaveUp();
    }
    enter(State.PARTS);
  }

  private void afterCommit() throws IOException {
    verified = verifies && commit.isListed();
    boolean isOthers = resent && session.id() != null && commit.isOverwritten();
    if (verifies && !verified && !isOthers) {
      if (resent) {
        throw commit.listedOtherwise();
      }
      resent = true;
      if (session.id() == null) {
        upload.progress.confirmed(-size);
        if (size > 0 && commit.isAnotherListed()) {
          // Of a session alone the image store compares the size, so it tells whose file is listed.
          beginParts(UUID.randomUUID());
        } else {
          sendWhole();
        }
      } else {
        session.discard();
        session.beginAnew();
        enter(State.PARTS);
      }
      return;
    }
    close();
    upload.progress.fileDone();
    enter(State.DONE);
  }

  /** What became of it; the package says itself whether it is verified. */
  synchronized UploadResult.Builder result() {
    tally.addTo(result);
    return result.sessionId(session.id()).verified(verified);
  }

  private interface Step {
    void run() throws IOException;
  }

  private interface Mending {
    boolean mends(ImageStoreException failure);
  }

  private void guarded(Step step) {
    guarded(step, e -> false);
  }

  private void guarded(Step step, Mending again) {
    try {
      step.run();
    } catch (SourceException e) {
      fail(upload.calls.isOver() ? ended() : failures.changed(e, tally.attempts()));
    } catch (IOException e) {
      // This thread alone was interrupted; another may do it, unless that ends the upload.
      enter(file == null ? State.NEW : State.PARTS);
    } catch (ImageStoreException e) {
      if (!again.mends(e)) {
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
    if (e instanceof SourceChangedException && !parts.anyInFlight()) {
      session.discard();
    }
  }

  /** Lets go of the file; may be called at any time. */
  synchronized void close() {
    if (file != null) {
      file.close();
    }
  }
}
