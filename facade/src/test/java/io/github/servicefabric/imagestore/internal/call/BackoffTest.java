package io.github.servicefabric.imagestore.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.RetryPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);
  private final RetryPolicy policy = RetryPolicy.defaults();

  @ParameterizedTest
  @CsvSource({
    "1,250",
    "2,500",
    "3,1000",
    "4,2000",
    "5,4000",
    "6,8000",
    "7,8000",
    "50,8000",
    "2147483647,8000"
  })
  void theBoundDoublesUpToTheLongestDelay(int attempt, long bound) {
    assertThat(Backoff.pause(policy, attempt, ALMOST_ONE, null))
        .isBetween(Duration.ofMillis(bound).minusNanos(10_000), Duration.ofMillis(bound));
    assertThat(Backoff.pause(policy, attempt, 0.5, null)).isEqualTo(Duration.ofMillis(bound / 2));
    assertThat(Backoff.pause(policy, attempt, 0, null)).isZero();
  }

  @Test
  void thePauseIsSpreadOverAllThatIsBelowTheBound() {
    Random random = new Random(20261122);
    int[] quarters = new int[4];
    for (int i = 0; i < 4000; i++) {
      long nanos = Backoff.pause(policy, 6, random.nextDouble(), null).toNanos();
      quarters[(int) (nanos / Duration.ofSeconds(2).toNanos())]++;
    }
    assertThat(java.util.Arrays.stream(quarters)).allMatch(count -> count > 800);
  }

  @Test
  void theServersWishMakesAPauseLongerNeverShorter() {
    Duration own = Duration.ofMillis(125);
    assertThat(Backoff.pause(policy, 1, 0.5, Duration.ZERO)).isEqualTo(own);
    assertThat(Backoff.pause(policy, 1, 0.5, Duration.ofMillis(124))).isEqualTo(own);
    assertThat(Backoff.pause(policy, 1, 0.5, Duration.ofMillis(126)))
        .isEqualTo(Duration.ofMillis(126));
    assertThat(Backoff.pause(policy, 1, 0.5, Duration.ofMinutes(9)))
        .as("it may be longer than the longest delay")
        .isEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void delaysOfAnyLengthMakePauses() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
    RetryPolicy endless =
        RetryPolicy.builder().maxDelay(longest).firstDelay(Duration.ofMillis(100)).build();
    assertThat(Backoff.pause(endless, 1, 0.5, null)).isEqualTo(Duration.ofMillis(50));
    assertThat(Backoff.pause(endless, 5000, ALMOST_ONE, null)).isPositive();
    RetryPolicy forever =
        RetryPolicy.builder()
            .maxDelay(ChronoUnit.FOREVER.getDuration())
            .firstDelay(ChronoUnit.FOREVER.getDuration())
            .build();
    assertThat(Backoff.pause(forever, 3, 0.5, null)).isPositive();
    RetryPolicy tiny =
        RetryPolicy.builder()
            .firstDelay(Duration.ofNanos(1000))
            .maxDelay(Duration.ofNanos(1500))
            .build();
    assertThat(Backoff.pause(tiny, 1, 0.5, null)).isEqualTo(Duration.ofNanos(500));
    assertThat(Backoff.pause(tiny, 2, 0.5, null)).isEqualTo(Duration.ofNanos(750));
  }
}
