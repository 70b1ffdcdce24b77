package io.github.servicefabric.imagestore.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.internal.http.Attempt;
import io.github.servicefabric.imagestore.internal.http.Gateway;
import io.github.servicefabric.imagestore.internal.http.HttpStack;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;

/** A single attempt with limits of its own, of which some are too short to be set for a call. */
final class OneAttempt {
  private static final Duration LONG = Duration.ofMinutes(5);

  private OneAttempt() {}

  /** Sends it and closes the stack; gives the attempt, which failed. */
  static Attempt failing(
      Operation<?> operation, HttpUrl url, Attempt.Limits limits, HttpStack stack) {
    Attempt attempt = new Attempt(1, url, System.nanoTime(), limits, false);
    try (stack) {
      CallSettings settings = new CallSettings(LONG, null, "6.0", "r", LONG);
      Gateway gateway = new Gateway(url, stack);
      assertThat(
              catchThrowableOfType(
                  IOException.class, () -> operation.form().send(gateway, attempt, settings)))
          .isNotNull();
    }
    return attempt;
  }
}
