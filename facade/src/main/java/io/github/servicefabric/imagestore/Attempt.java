package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call: where it goes, how long it may take, and whether its request may have gone
 * out.
 */
final class Attempt {
  private final int number;
  private final Gateway gateway;
  private final long startNanos;
  private final Duration limit;
  private final boolean followsRefusal;
  private boolean sent;
  private boolean abandoned;
  private volatile boolean certificateAsked;
  private volatile @Nullable Duration retryAfter;

  Attempt(int number, Gateway gateway, long startNanos, Duration limit, boolean followsRefusal) {
    this.number = number;
    this.gateway = gateway;
    this.startNanos = startNanos;
    this.limit = limit;
    this.followsRefusal = followsRefusal;
  }

  /** Returns the attempt that a request is of. */
  static Attempt of(Request request) {
    return Objects.requireNonNull(
        request.tag(Attempt.class),
        "an interceptor of the given OkHttpClient made a request without the tags of its own:"
            + " use request.newBuilder()");
  }

  int number() {
    return number;
  }

  Gateway gateway() {
    return gateway;
  }

  HttpUrl endpoint() {
    return gateway.endpoint();
  }

  long startNanos() {
    return startNanos;
  }

  Duration limit() {
    return limit;
  }

  /** Whether the attempt before was answered with 401. */
  boolean followsRefusal() {
    return followsRefusal;
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

  /** Whether the server asked for a client certificate before the attempt failed. */
  boolean askedForCertificate() {
    return certificateAsked;
  }

  void certificateAsked() {
    certificateAsked = true;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  void retryAfter(@Nullable Duration wait) {
    retryAfter = wait;
  }
}
