package io.github.servicefabric.imagestore.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * The clock, the randomness and the waiting of a client, so that tests need none of the real ones.
 */
public interface Timing {
  /** As {@link System#nanoTime()}. */
  long nanoTime();

  Instant now();

  /** From 0 inclusive to 1 exclusive. */
  double random();

  /** Waits on the calling thread, until the pause is over or the call is ended. */
  void pause(Duration pause, CountDownLatch ended) throws InterruptedException;

  /**
   * Runs the task after the pause, on no caller's thread; running what is returned takes it back.
   */
  Runnable later(Runnable task, Duration pause);
}
