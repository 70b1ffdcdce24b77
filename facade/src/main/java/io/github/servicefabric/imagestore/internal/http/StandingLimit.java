package io.github.servicefabric.imagestore.internal.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/**
 * A limit that ends nothing. Okio wakes its watchdog for each limit that will be over before all
 * others, so that of calls one after the other each would wake a thread, at the cost of all else
 * that is done for it here. While this one stands, theirs come after it and wake nobody.
 */
final class StandingLimit extends AsyncTimeout {
  private volatile boolean stands;

  /**
   * Not standing yet.
   *
   * @param time how long it stands; less than the limits that are to come after it
   */
  StandingLimit(Duration time) {
    timeout(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Makes sure that it stands; once it is over, which wakes the watchdog, it does so no more. */
  void stand() {
    if (!stands) {
      standAnew();
    }
  }

  private synchronized void standAnew() {
    if (!stands) {
      exit();
      stands = true;
      enter();
    }
  }

  /** Leaves nothing behind. */
  synchronized void end() {
    exit();
    stands = false;
  }

  boolean stands() {
    return stands;
  }

  @Override
  protected void timedOut() {
    stands = false;
  }
}
