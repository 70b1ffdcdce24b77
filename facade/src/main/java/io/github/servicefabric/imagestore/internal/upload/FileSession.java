package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.UploadSession;
import io.github.servicefabric.imagestore.internal.upload.Parts.Part;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The upload session of one file: the one that its name gives, and another where that turns out not
 * to be ours. Guarded by its own lock.
 */
final class FileSession {
  private final Upload upload;
  private final Parts parts;
  private final Commit commit;
  private @Nullable UUID id;
  private int names;

  FileSession(Upload upload, Parts parts, Commit commit) {
    this.upload = upload;
    this.parts = parts;
    this.commit = commit;
  }

  /** The one in use; null where the file goes in one request. */
  synchronized @Nullable UUID id() {
    return id;
  }

  /**
   * Goes on with what the image store has of it.
   *
   * @return how many bytes are there
   */
  synchronized long takeOver(UUID name, Optional<UploadSession> said) {
    use(name);
    return parts.takeOver(name, said);
  }

  /** Begins under a name that nobody has used. */
  synchronized void beginAnew() {
    UUID name = UUID.randomUUID();
    use(name);
    parts.beginAnew(name);
  }

  private void use(UUID name) {
    names++;
    id = name;
    commit.of(name);
    upload.used(name);
  }

  /** Whether a failure of a part leaves something to try; its bytes are then to be sent again. */
  synchronized boolean mends(Part part, ImageStoreException failure) {
    if (parts.isOfOtherSession(part)) {
      return true;
    }
    if (upload.calls.ending() != null) {
      return false;
    }
    if (failure instanceof FabricErrorException refused) {
      if (Failures.isThereAlready(refused)) {
        // Someone else sends this file, too; before the commit the session says what is missing.
        return true;
      }
      if (Failures.isOfAnother(refused)) {
        upload.leave(part.session());
        if (names > upload.calls.maxAttempts()) {
          return false;
        }
        beginAnew();
        return true;
      }
    }
    // Attempts are counted without progress: a few lost packets do not end 40 GB.
    return Failures.mayPass(failure) && parts.putBack(part, Thread.currentThread().isInterrupted());
  }

  /** Deletes it, so that nobody goes on with it. */
  void discard() {
    UUID session = id();
    if (session != null) {
      upload.discard(session);
    }
  }
}
