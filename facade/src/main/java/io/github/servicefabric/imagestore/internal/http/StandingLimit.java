package io.github.servicefabric.imagestore.internal.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/**
 * A limit that ends nothing. Okio wakes its watchdog thread for each limit that will be over before
 * all others. Calls one after the other would each wake it, which costs more than the rest of what
 * this library does for a call. While this limit stands, theirs come after it and wake nobody.
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

  /** Makes sure that it stands. When its time is over, the watchdog wakes once and it is gone. */
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

  /** Takes it out of the queue; whoever makes it stand again leaves it there for its time. */
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
