package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call: where it goes, how long it may take, and whether its request may have gone
 * out.
 */
final class Attempt {
  private final int number;
  private final HttpUrl endpoint;
  private final long startNanos;
  private final Duration limit;
  private boolean sent;
  private boolean abandoned;
  private volatile @Nullable Duration retryAfter;

  Attempt(int number, HttpUrl endpoint, long startNanos, Duration limit) {
    this.number = number;
    this.endpoint = endpoint;
    this.startNanos = startNanos;
    this.limit = limit;
  }

  int number() {
    return number;
  }

  HttpUrl endpoint() {
    return endpoint;
  }

  long startNanos() {
    return startNanos;
  }

  Duration limit() {
    return limit;
  }

  /**
   * The HTTP stack asks before the first byte goes out on a connection; an abandoned attempt sends
   * none.
   */
  synchronized void beforeSending() throws IOException {
    if (abandoned) {
      throw new IOException("abandoned before it was sent");
    }
    sent = true;
  }

  /** Returns whether the attempt is given up for good, with nothing sent. */
  synchronized boolean abandon() {
    abandoned = !sent;
    return abandoned;
  }

  synchronized boolean sent() {
    return sent;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  void retryAfter(@Nullable Duration wait) {
    retryAfter = wait;
  }
}
