package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long to wait before the next attempt: a function of its arguments alone. */
final class Backoff {
  private Backoff() {}

  /**
   * Full jitter below a bound that doubles, or the server's own wish where that is longer.
   *
   * @param attempt the number of the attempt that failed, from 1
   * @param random from 0 inclusive to 1 exclusive
   */
  static Duration pause(
      RetryPolicy policy, int attempt, double random, @Nullable Duration retryAfter) {
    double bound =
        Math.min(nanos(policy.maxDelay()), nanos(policy.firstDelay()) * Math.pow(2, attempt - 1));
    Duration jittered = Duration.ofNanos((long) (random * bound));
    return retryAfter == null || retryAfter.compareTo(jittered) < 0 ? jittered : retryAfter;
  }

  /** As a double, for a duration may have more nanoseconds than a long. */
  private static double nanos(Duration duration) {
    return duration.getSeconds() * 1e9 + duration.getNano();
  }
}
