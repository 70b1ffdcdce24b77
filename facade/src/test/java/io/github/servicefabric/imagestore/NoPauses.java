package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.http.SystemTiming;
import io.github.servicefabric.imagestore.internal.http.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * The real clock with jitter that always comes out at zero: only a {@code Retry-After} makes a call
 * pause.
 */
final class NoPauses implements Timing {
  private final Timing real = new SystemTiming();

  @Override
  public long nanoTime() {
    return real.nanoTime();
  }

  @Override
  public Instant now() {
    return real.now();
  }

  @Override
  public double random() {
    return 0;
  }

  @Override
  public void pause(Duration pause, CountDownLatch ended) throws InterruptedException {
    real.pause(pause, ended);
  }

  @Override
  public Runnable later(Runnable task, Duration pause) {
    return real.later(task, pause);
  }
}
