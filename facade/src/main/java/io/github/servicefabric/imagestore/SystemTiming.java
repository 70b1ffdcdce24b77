package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The real clock. Its one thread waits for the pauses of asynchronous calls, and exists only while
 * there are any.
 */
final class SystemTiming implements Timing {
  private static final long IDLE_SECONDS = 5;

  private final DaemonThreads threads = new DaemonThreads("imagestore-retry");
  private @Nullable ScheduledThreadPoolExecutor scheduler;
  private boolean closed;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  @Override
  public void pause(Duration pause, CountDownLatch ended) throws InterruptedException {
    ended.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Runnable later(Runnable task, Duration pause) {
    try {
      ScheduledFuture<?> scheduled =
          scheduler().schedule(task, TimeUnit.NANOSECONDS.convert(pause), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: closing ends the call that wanted to wait.
      return () -> {};
    }
  }

  private synchronized ScheduledThreadPoolExecutor scheduler() {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    if (scheduler == null) {
      scheduler = new ScheduledThreadPoolExecutor(1, threads);
      scheduler.setRemoveOnCancelPolicy(true);
      scheduler.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
      scheduler.allowCoreThreadTimeOut(true);
    }
    return scheduler;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (scheduler != null) {
      scheduler.shutdownNow();
    }
  }
}
