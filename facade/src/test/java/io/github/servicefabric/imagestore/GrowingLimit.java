package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Limits in real time that end what hangs, where something else has to happen before they do. How
 * long that takes no test can know: one that was too short is tried again, twice as long.
 */
final class GrowingLimit {
  private static final Duration FIRST = Duration.ofMillis(200);

  /** Beyond any machine's need; the last outcome then says what is wrong. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private GrowingLimit() {}

  /**
   * Returns the first outcome that shows that its limit was long enough.
   *
   * @param run one try, with nothing left over from those before it
   */
  static <T> T until(Predicate<? super T> longEnough, Function<Duration, T> run) {
    Duration limit = FIRST;
    T outcome = run.apply(limit);
    while (!longEnough.test(outcome) && limit.compareTo(LONGEST) < 0) {
      limit = limit.multipliedBy(2);
      outcome = run.apply(limit);
    }
    return outcome;
  }
}
