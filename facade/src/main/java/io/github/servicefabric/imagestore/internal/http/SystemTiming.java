package io.github.servicefabric.imagestore.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The real clock. */
public final class SystemTiming implements Timing {
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
    ended.await(TimeUnit.NANOSECONDS.convert(pause), TimeUnit.NANOSECONDS);
  }

  @Override
  public Runnable later(Runnable task, Duration pause) {
    // The JDK has a thread for this, so that a client needs none of its own.
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    over.completeOnTimeout(true, TimeUnit.NANOSECONDS.convert(pause), TimeUnit.NANOSECONDS);
    over.thenRun(task);
    return () -> over.cancel(false);
  }
}
