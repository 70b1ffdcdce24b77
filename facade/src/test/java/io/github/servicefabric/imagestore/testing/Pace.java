package io.github.servicefabric.imagestore.testing;

import java.util.concurrent.TimeUnit;

/** A rate that may not be exceeded, but for a short while. */
final class Pace {
  static final long UNLIMITED = Long.MAX_VALUE;

  private static final long CATCHING_UP = TimeUnit.MILLISECONDS.toNanos(100);

  private final long bytesPerSecond;
  private long due = System.nanoTime();

  Pace(long bytesPerSecond) {
    if (bytesPerSecond <= 0) {
      throw new IllegalArgumentException(
          "a rate must be at least 1 byte a second, but was " + bytesPerSecond);
    }
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Returns for how many nanoseconds the next bytes have to wait after these. */
  synchronized long take(int bytes) {
    if (bytesPerSecond == UNLIMITED) {
      return 0;
    }
    long now = System.nanoTime();
    long cost = (long) (bytes * 1e9 / bytesPerSecond);
    due = Math.max(due - now, -CATCHING_UP) + now + cost;
    return Math.max(due - now, 0);
  }

  /** As many bytes as one wait of reasonable length stands for. */
  int piece(int most) {
    return (int) Math.max(1, Math.min(most, bytesPerSecond / 20));
  }
}
