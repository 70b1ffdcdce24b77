package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ByteRange;
import io.github.servicefabric.imagestore.UploadSession;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one file: what the session lacks, cut as it is taken, and what is under way. Guarded
 * by its own lock.
 */
final class Parts {
  private final Upload upload;
  private final long size;
  private final MissingRanges missing = new MissingRanges();
  private UUID session = new UUID(0, 0);
  private int inFlight;
  private long confirmed;

  /** How many parts have arrived: whether this grew tells whether there was progress. */
  private int arrivals;

  /** The most that a session was ever said to have. */
  private long mostThere;

  private int rounds;

  /** How many have their share of what is too little to be cut as ever. */
  private int sharers;

  /**
   * A part that is under way.
   *
   * @param arrivals how many had arrived when it was begun
   */
  record Part(UUID session, ByteRange range, int arrivals) {}

  Parts(Upload upload, long size) {
    this.upload = upload;
    this.size = size;
  }

  synchronized @Nullable Part take() {
    long most = upload.pace.partSize(missing.bytes(), sharers);
    ByteRange range = missing.take(most);
    if (range == null) {
      return null;
    }
    sharers = most < upload.pace.partSize() ? sharers + 1 : 0;
    inFlight++;
    return new Part(session, range, arrivals);
  }

  /** It was refused while too many were under way, which is no failure of the part. */
  synchronized void giveBack(Part part) {
    if (!isOfOtherSession(part)) {
      missing.putBack(part.range());
    }
  }

  synchronized boolean anyInFlight() {
    return inFlight > 0;
  }

  /** Whatever became of it. */
  synchronized void landed() {
    inFlight--;
  }

  synchronized boolean isOfOtherSession(Part part) {
    return !part.session().equals(session);
  }

  synchronized void arrived(Part part) {
    arrivals++;
    if (!isOfOtherSession(part)) {
      add(part.range().length());
    }
  }

  /** To be sent again; false where nothing arrived while it was tried. */
  synchronized boolean putBack(Part part, boolean whateverArrived) {
    if (!whateverArrived && arrivals == part.arrivals()) {
      return false;
    }
    missing.putBack(part.range());
    return true;
  }

  /** Begins anew in a session that has nothing yet; what is under way is of another. */
  synchronized void beginAnew(UUID id) {
    session = id;
    take(Optional.empty());
  }

  /** Takes over what the session says; nothing is under way. */
  synchronized long takeOver(UUID id, Optional<UploadSession> said) {
    session = id;
    return take(said);
  }

  /**
   * Takes over what the session lacks after all was sent.
   *
   * @return how often it has not come further
   */
  synchronized int goOn(Optional<UploadSession> said) {
    long there = take(said);
    rounds = there > mostThere ? 0 : rounds + 1;
    mostThere = Math.max(mostThere, there);
    return rounds;
  }

  private long take(Optional<UploadSession> said) {
    List<ByteRange> ranges =
        said.map(UploadSession::missingRanges)
            .orElseGet(() -> List.of(new ByteRange(0, size - 1, size)));
    missing.set(ranges);
    long there = size - missing.bytes();
    add(there - confirmed);
    return there;
  }

  private void add(long bytes) {
    confirmed += bytes;
    upload.progress.confirmed(bytes);
  }
}
