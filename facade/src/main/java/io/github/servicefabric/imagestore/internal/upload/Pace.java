package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.AttemptEvent;
import java.net.SocketTimeoutException;

/**
 * How many requests are under way at once, and how large a part is. It starts low and doubles while
 * that brings more, as TCP does; where the cluster says that it is too much it goes back to what
 * was well, or to half. Parts are as large as the network carries in a few seconds, for what is
 * under way when an upload ends is lost. Guarded by its own lock.
 */
final class Pace {
  private static final long MIB = 1024 * 1024;
  private static final long FIRST_PART = 4 * MIB;
  private static final long SMALLEST_PART = MIB;

  /** What a part of twice the size may take, by the rate of this one. */
  private static final long WELL_NANOS = 4_000_000_000L;

  private static final long SLOW_NANOS = 6_000_000_000L;
  private static final int FIRST = 2;

  /** What more must bring at the least, so that chance alone brings no more. */
  private static final double WORTH_IT = 1.02;

  /** After so many rounds without growth it is tried once more, for networks change. */
  private static final int PATIENCE = 4;

  private final int most;
  private final long largestPart;
  private int allowed;
  private long part;
  private int done;
  private double doneUnits;
  private long roundNanos;
  private double bestRate;
  private int rounds;
  private int patience = PATIENCE;

  /** How many are under way, which are more than allowed until some end. */
  private int underWay;

  /** Until for the first time more brings nothing. */
  private boolean doubling = true;

  /** How many at once the cluster has taken for a whole round. */
  private int well = 1;

  private long fewerNanos = Long.MIN_VALUE;

  Pace(int most, long largestPart, long nanos) {
    this.most = most;
    this.largestPart = largestPart;
    this.allowed = Math.min(FIRST, most);
    this.part = Math.min(FIRST_PART, largestPart);
    this.roundNanos = nanos;
  }

  synchronized void begins() {
    underWay++;
  }

  synchronized void ends() {
    underWay--;
  }

  synchronized int allowed() {
    return allowed;
  }

  synchronized long partSize() {
    return part;
  }

  /** A request of so many bytes went well, begun and ended at these times. */
  synchronized void done(long bytes, long begunNanos, long nanos) {
    long taken = nanos - begunNanos;
    if (taken > SLOW_NANOS && bytes <= part) {
      part = Math.min(largestPart, Math.max(SMALLEST_PART, part / 2));
    } else if (bytes > 0 && (double) taken * 2 * part / bytes <= WELL_NANOS) {
      part = Math.min(largestPart, part * 2);
    }
    done++;
    // A request costs something whatever its size.
    doneUnits += 64 * 1024 + bytes;
    if (done >= (doubling ? allowed : 2 * allowed)) {
      endRound(nanos);
    }
  }

  private void endRound(long nanos) {
    double rate = doneUnits / Math.max(1, nanos - roundNanos);
    well = Math.max(well, allowed);
    rounds++;
    boolean worthIt = rate > bestRate * WORTH_IT;
    if (worthIt && doubling) {
      allowed = Math.min(most, allowed * 2);
    } else if (worthIt || rounds >= patience) {
      allowed = Math.min(most, allowed + 1);
    }
    doubling &= worthIt;
    if (worthIt || rounds >= patience) {
      bestRate = rate;
      rounds = 0;
    }
    startRound(nanos);
  }

  private void startRound(long nanos) {
    done = 0;
    doneUnits = 0;
    roundNanos = nanos;
  }

  /** Listens to attempts for the cluster's word that there are too many. */
  synchronized void heard(AttemptEvent event, long nanos) {
    boolean tooMuch =
        event.statusCode() == 503
            || event.statusCode() == 504
            || event.failure() instanceof SocketTimeoutException;
    // What was begun before there were fewer, or while there still are more, says nothing of these.
    if (tooMuch && underWay <= allowed && nanos - event.duration().toNanos() >= fewerNanos) {
      if (allowed > well) {
        allowed = Math.max(well, allowed / 2);
      } else {
        allowed = Math.max(1, allowed / 2);
        well = allowed;
      }
      part = Math.min(part, Math.max(Math.min(FIRST_PART, largestPart), part / 2));
      patience *= 2;
      doubling = false;
      // More is tried only for patience, not for a rate that rises again.
      bestRate = Double.MAX_VALUE;
      rounds = 0;
      fewerNanos = nanos;
      startRound(nanos);
    }
  }
}
