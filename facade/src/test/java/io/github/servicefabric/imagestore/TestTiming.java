package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.internal.http.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A clock that moves only when it is told to, and by pauses: these are recorded and over at once,
 * unless they are held. Timers run when their time has come, on the thread that moves the clock.
 */
final class TestTiming implements Timing {
  static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final long SAFETY_NET_SECONDS = 300;

  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private final CountDownLatch paused = new CountDownLatch(1);
  private Duration tick = Duration.ZERO;
  private long nanos;
  private volatile Instant start = START;
  private volatile double random = 0.5;
  private volatile Duration lateness = Duration.ZERO;
  private volatile boolean held;

  private record Timer(long due, Runnable task) {}

  List<Duration> pauses() {
    return pauses;
  }

  /** Another time of day, for what is looked at by the real clock, too. */
  void startAt(Instant time) {
    start = time;
  }

  void random(double next) {
    random = next;
  }

  /** From now on, whoever is to run at the end of a pause comes too late, as on a busy machine. */
  void wakeLateBy(Duration time) {
    lateness = time;
  }

  /** From now on, a pause lasts until its call is ended or time passes. */
  void holdPauses() {
    held = true;
  }

  /** Waits until a call is in a pause. */
  void awaitPause() throws InterruptedException {
    assertThat(paused.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).as("a pause began").isTrue();
  }

  /** The number of timers that have neither run nor been taken back. */
  synchronized int timers() {
    return timers.size();
  }

  /** From now on, time passes by itself whenever someone looks at the clock. */
  synchronized void tick(Duration time) {
    tick = time;
  }

  /** Waits until every timer has run or been taken back. */
  synchronized void awaitNoTimers() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SAFETY_NET_SECONDS);
    while (!timers.isEmpty() && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    assertThat(timers).isEmpty();
  }

  void pass(Duration time) {
    long end = nanoTime() + time.toNanos();
    Timer next = due(end);
    while (next != null) {
      next.task().run();
      next = due(end);
    }
  }

  private synchronized void oversleep() {
    nanos += lateness.toNanos();
  }

  private synchronized Timer due(long end) {
    Timer first =
        timers.stream()
            .filter(timer -> timer.due() <= end)
            .min(Comparator.comparingLong(Timer::due))
            .orElse(null);
    nanos = Math.max(nanos, first == null ? end : first.due());
    timers.remove(first);
    return first;
  }

  @Override
  public synchronized long nanoTime() {
    nanos += tick.toNanos();
    return nanos;
  }

  @Override
  public Instant now() {
    return start.plusNanos(nanoTime());
  }

  @Override
  public double random() {
    return random;
  }

  @Override
  public void pause(Duration pause, CountDownLatch ended) throws InterruptedException {
    pauses.add(pause);
    paused.countDown();
    if (held) {
      hold(pause, ended);
    } else {
      oversleep();
      pass(pause);
    }
  }

  private void hold(Duration pause, CountDownLatch ended) throws InterruptedException {
    long over = nanoTime() + pause.toNanos();
    long safetyNet = System.nanoTime() + TimeUnit.SECONDS.toNanos(SAFETY_NET_SECONDS);
    while (!ended.await(1, TimeUnit.MILLISECONDS) && nanoTime() < over) {
      assertThat(System.nanoTime()).as("a pause ended").isLessThan(safetyNet);
    }
  }

  @Override
  public synchronized Runnable later(Runnable task, Duration pause) {
    Timer timer = new Timer(nanos + TimeUnit.NANOSECONDS.convert(pause), task);
    timers.add(timer);
    return () -> takeBack(timer);
  }

  private synchronized void takeBack(Timer timer) {
    timers.remove(timer);
    notifyAll();
  }
}
