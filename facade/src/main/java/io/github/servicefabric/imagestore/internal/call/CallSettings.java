package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.CallOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The options of one call, nothing left unset but the deadline, and the id that all its attempts
 * carry.
 *
 * @param stall how long a body may wait without a byte of it taken
 */
public record CallSettings(
    Duration timeout,
    @Nullable Duration deadline,
    String apiVersion,
    String requestId,
    Duration stall) {
  private static final Duration STALL = Duration.ofSeconds(30);

  public static CallSettings of(CallOptions options) {
    return new CallSettings(
        options.timeout(),
        options.deadline().orElse(null),
        options.apiVersion(),
        options.requestId().isPresent() ? options.requestId().get() : freshId(),
        STALL);
  }

  public CallSettings withTimeout(Duration other) {
    return new CallSettings(other, deadline, apiVersion, requestId, stall);
  }

  /** With limits of an upload's own. */
  public CallSettings forUpload(Duration stall, @Nullable Duration deadline) {
    return new CallSettings(timeout, deadline, apiVersion, requestId, stall);
  }

  /** For a call that is part of this one. */
  public CallSettings within(@Nullable Duration left) {
    return new CallSettings(timeout, left, apiVersion, requestId, stall);
  }

  /**
   * A random GUID that need not be secret: what {@link UUID#randomUUID} costs beyond it, a source
   * of secrets to start and a lock that all threads share, would buy nothing here.
   */
  private static String freshId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long version4 = random.nextLong() & ~0xf000L | 0x4000L;
    long variant = random.nextLong() >>> 2 | Long.MIN_VALUE;
    return new UUID(version4, variant).toString();
  }
}
