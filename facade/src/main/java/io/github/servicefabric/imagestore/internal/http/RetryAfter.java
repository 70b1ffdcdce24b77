package io.github.servicefabric.imagestore.internal.http;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} header, as seconds or as a date. */
public final class RetryAfter {
  static final String NAME = "Retry-After";

  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /**
   * Returns how long the server asks to wait, from zero to a day; null where it says nothing that
   * makes sense.
   */
  public static @Nullable Duration of(Headers headers, Instant now) {
    String value = headers.get(NAME);
    if (value == null) {
      return null;
    }
    String trimmed = value.strip();
    if (!trimmed.isEmpty() && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return trimmed.length() > 6 ? LONGEST : within(Duration.ofSeconds(Long.parseLong(trimmed)));
    }
    Instant date = headers.getInstant(NAME);
    return date == null ? null : within(Duration.between(now, date));
  }

  private static Duration within(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
