package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.AttemptEvent;
import java.net.SocketTimeoutException;

/**
 * How many requests are under way at once, and how large a part is. It starts low, grows while that
 * brings more, and halves where the cluster says that it is too much. Guarded by its own lock.
 */
final class Pace {
  private static final long SMALLEST_PART = 4L * 1024 * 1024;
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

  Pace(int most, long largestPart, long nanos) {
    this.most = most;
    this.largestPart = largestPart;
    this.allowed = Math.min(FIRST, most);
    this.part = Math.min(SMALLEST_PART, largestPart);
    this.roundNanos = nanos;
  }

  synchronized int allowed() {
    return allowed;
  }

  synchronized long partSize() {
    return part;
  }

  /** A request of so many bytes went well. */
  synchronized void done(long bytes, long nanos) {
    part = Math.min(largestPart, part * 2);
    done++;
    // A request costs something whatever its size.
    doneUnits += 64 * 1024 + bytes;
    if (done < 2 * allowed) {
      return;
    }
    double rate = doneUnits / Math.max(1, nanos - roundNanos);
    rounds++;
    if (rate > bestRate * WORTH_IT || rounds >= PATIENCE) {
      allowed = Math.min(most, allowed + 1 + allowed / 4);
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
    // What was begun before the last halving says nothing of it.
    if (tooMuch && nanos - event.duration().toNanos() >= halvedNanos) {
      allowed = Math.max(1, allowed / 2);
      part = Math.max(Math.min(SMALLEST_PART, largestPart), part / 2);
      bestRate = 0;
      rounds = 0;
      halvedNanos = nanos;
      startRound(nanos);
    }
  }

  private long halvedNanos = Long.MIN_VALUE;
}
