package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often a commit is attempted and how long the pauses are. Immutable, hence safe for use by
 * several threads.
 *
 * <p>Before the second attempt the pause is a random time between zero and the first delay; the
 * bound doubles with each further attempt, up to the longest delay. A {@code Retry-After} header of
 * the answer makes a pause longer, never shorter; a pause that would outlast the deadline, or the
 * 30 minutes of a session's life, ends the call instead. Which failures are worth another attempt
 * is not a matter of policy: those that trying again can mend, such as a connection that broke, and
 * HTTP 408, 429, 502, 503, 504 and 500 with {@code OperationsPending}.
 */
public final class RetryPolicy {
  private static final RetryPolicy DEFAULTS =
      new RetryPolicy(3, Duration.ofMillis(250), Duration.ofSeconds(8));
  private static final RetryPolicy NONE =
      new RetryPolicy(1, DEFAULTS.firstDelay, DEFAULTS.maxDelay);

  private final int maxAttempts;
  private final Duration firstDelay;
  private final Duration maxDelay;

  private RetryPolicy(int maxAttempts, Duration firstDelay, Duration maxDelay) {
    this.maxAttempts = maxAttempts;
    this.firstDelay = firstDelay;
    this.maxDelay = maxDelay;
  }

  /** {@return the policy of a client that was given none: 3 attempts, delays from 250 ms to 8 s} */
  public static RetryPolicy defaults() {
    return DEFAULTS;
  }

  /** {@return the policy of a single attempt} */
  public static RetryPolicy none() {
    return NONE;
  }

  /** {@return a builder that starts with the defaults} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the number of attempts at the most, the first one included} */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** {@return the bound of the pause before the second attempt} */
  public Duration firstDelay() {
    return firstDelay;
  }

  /** {@return the bound beyond which pauses do not grow} */
  public Duration maxDelay() {
    return maxDelay;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RetryPolicy that
        && maxAttempts == that.maxAttempts
        && firstDelay.equals(that.firstDelay)
        && maxDelay.equals(that.maxDelay);
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxAttempts, firstDelay, maxDelay);
  }

  @Override
  public String toString() {
    return "RetryPolicy{maxAttempts="
        + maxAttempts
        + ", firstDelay="
        + firstDelay
        + ", maxDelay="
        + maxDelay
        + '}';
  }

  /** Collects a {@link RetryPolicy}. Not safe for use by several threads. */
  public static final class Builder {
    private int maxAttempts = DEFAULTS.maxAttempts;
    private Duration firstDelay = DEFAULTS.firstDelay;
    private Duration maxDelay = DEFAULTS.maxDelay;

    private Builder() {}

    /**
     * Sets how often a commit is attempted at the most.
     *
     * @param maxAttempts 1 or more, the first attempt included; 3 where it is unset
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxAttempts(int maxAttempts) {
      this.maxAttempts = Arguments.atLeastOne("maxAttempts", maxAttempts);
      return this;
    }

    /**
     * Sets the bound of the pause before the second attempt.
     *
     * @param firstDelay longer than 0; 250 ms where it is unset
     * @return this builder
     * @throws NullPointerException if the delay is null
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder firstDelay(Duration firstDelay) {
      this.firstDelay = Arguments.positive("firstDelay", firstDelay);
      return this;
    }

    /**
     * Sets the bound beyond which pauses do not grow.
     *
     * @param maxDelay longer than 0; 8 s where it is unset
     * @return this builder
     * @throws NullPointerException if the delay is null
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder maxDelay(Duration maxDelay) {
      this.maxDelay = Arguments.positive("maxDelay", maxDelay);
      return this;
    }

    /**
     * {@return the policy set so far}
     *
     * @throws IllegalArgumentException if the first delay is longer than the longest
     */
    public RetryPolicy build() {
      if (firstDelay.compareTo(maxDelay) > 0) {
        throw new IllegalArgumentException(
            "firstDelay must not be longer than maxDelay, but was "
                + firstDelay
                + " with a maxDelay of "
                + maxDelay);
      }
      return new RetryPolicy(maxAttempts, firstDelay, maxDelay);
    }
  }
}
