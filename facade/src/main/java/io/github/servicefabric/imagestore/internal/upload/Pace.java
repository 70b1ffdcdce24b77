package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.AttemptEvent;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests are under way at once, and how large a part is. It starts low and grows fast
 * while that brings more; where more brings nothing it goes back, and where the cluster says that
 * it is too much, to half of the way. Parts are as large as the network carries in a few seconds,
 * for what is under way when an upload ends is lost. Guarded by its own lock, but for what each
 * request asks.
 */
final class Pace {
  /** No part size that an upload is given is smaller. */
  private static final long SMALLEST_PART = 1024 * 1024;

  /** What a part may take by the rate of the last. */
  private static final long WELL_NANOS = 4_000_000_000L;

  private static final long SLOW_NANOS = 6_000_000_000L;
  private static final int FIRST = 2;

  /** From 2 to the default of 8 in one step: a part of the first size tells enough. */
  private static final int STEP = 4;

  /** What more must bring at the least, so that chance alone brings no more. */
  private static final double WORTH_IT = 1.02;

  /** After so many rounds one more is tried, for networks change. */
  private static final int PATIENCE = 4;

  private final int most;
  private final long largestPart;
  private volatile int allowed;

  /** The last number that was well; more than it is a try. */
  private int well;

  /** What {@link #well} at once brought. */
  private double wellRate;

  private long part;
  private int done;
  private double doneUnits;
  private long roundNanos;
  private int rounds;
  private int patience = PATIENCE;
  private boolean growing = true;

  /** How many are under way, which are more than allowed until some end. */
  private final AtomicInteger underWay = new AtomicInteger();

  private long fewerNanos = Long.MIN_VALUE;

  Pace(int most, long largestPart, long nanos) {
    this.most = most;
    this.largestPart = largestPart;
    this.allowed = Math.min(FIRST, most);
    this.well = allowed;
    this.part = SMALLEST_PART;
    this.roundNanos = nanos;
  }

  void begins() {
    underWay.incrementAndGet();
  }

  void ends() {
    underWay.decrementAndGet();
  }

  int allowed() {
    return allowed;
  }

  /** Whether one that was refused had better leave its place than wait in it. */
  boolean isTooMany() {
    return underWay.get() > allowed;
  }

  /** How large a part is while there is enough for everyone. */
  synchronized long partSize() {
    return part;
  }

  /**
   * How large the next part is: an equal share where there is less left than a part for everyone,
   * so that all end at once.
   *
   * @param left bytes of the file
   * @param sharers how many have their share already
   */
  synchronized long partSize(long left, int sharers) {
    int others = Math.max(1, allowed - sharers);
    long share = (left + others - 1) / others;
    return Math.min(part, Math.max(SMALLEST_PART, share));
  }

  /** A request of so many bytes went well, begun and ended at these times. */
  synchronized void done(long bytes, long begunNanos, long nanos) {
    long taken = nanos - begunNanos;
    if (taken > SLOW_NANOS && bytes <= part) {
      part = Math.max(SMALLEST_PART, part / 2);
    } else if (bytes > 0) {
      while (part < largestPart && (double) taken * 2 * part / bytes <= WELL_NANOS) {
        part = Math.min(largestPart, part * 2);
      }
    }
    done++;
    // A request costs something whatever its size.
    doneUnits += 64 * 1024 + bytes;
    if (done >= (growing ? allowed : 2 * allowed)) {
      endRound(nanos);
    }
  }

  private void endRound(long nanos) {
    double rate = doneUnits / Math.max(1, nanos - roundNanos);
    boolean tried = allowed > well;
    if ((growing || tried) && rate > wellRate * WORTH_IT) {
      well = allowed;
      wellRate = rate;
      allowed = Math.min(most, growing ? allowed * STEP : allowed + 1);
    } else if (tried) {
      growing = false;
      allowed = well;
    } else if (++rounds >= patience) {
      rounds = 0;
      wellRate = rate;
      allowed = Math.min(most, allowed + 1);
    }
    startRound(nanos);
  }

  private void startRound(long nanos) {
    done = 0;
    doneUnits = 0;
    roundNanos = nanos;
  }

  /** Listens to attempts for the cluster's word that there are too many. */
  void heard(AttemptEvent event, long nanos) {
    if (event.statusCode() == 503
        || event.statusCode() == 504
        || event.failure() instanceof SocketTimeoutException) {
      tooMuch(nanos - event.duration().toNanos(), nanos);
    }
  }

  private synchronized void tooMuch(long begunNanos, long nanos) {
    // What was begun before there were fewer, or while there still are more, says nothing of these.
    if (!isTooMany() && begunNanos >= fewerNanos) {
      allowed = Math.max(allowed > well ? well : 1, allowed / 2);
      well = allowed;
      part = Math.max(SMALLEST_PART, part / 2);
      patience *= 2;
      growing = false;
      rounds = 0;
      fewerNanos = nanos;
      startRound(nanos);
    }
  }
}
