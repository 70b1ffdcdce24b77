package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that waiting moves: every pause is over at once, and is recorded. */
final class TestTiming implements Timing {
  static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private volatile double random = 0.5;

  List<Duration> pauses() {
    return pauses;
  }

  void random(double next) {
    random = next;
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos.get());
  }

  @Override
  public double random() {
    return random;
  }

  @Override
  public void pause(Duration pause, CountDownLatch ended) {
    pauses.add(pause);
    pass(pause);
  }

  /**
   * Runs the task at once; a timer for a deadline, which nothing here waits for, is left out by the
   * tests.
   */
  @Override
  public Runnable later(Runnable task, Duration pause) {
    pauses.add(pause);
    pass(pause);
    task.run();
    return () -> {};
  }

  @Override
  public void close() {}
}
