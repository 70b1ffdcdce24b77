package io.github.servicefabric.imagestore.internal.http;

import static java.net.HttpURLConnection.HTTP_PROXY_AUTH;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;

/**
 * Stands between OkHttp and the connection, where it sees what OkHttp otherwise keeps to itself:
 * that a connection is there, so that the request may reach the cluster from here on, and the
 * {@code Retry-After} of an answer.
 */
final class AttemptInterceptor implements Interceptor {
  private final Timing timing;

  AttemptInterceptor(Timing timing) {
    this.timing = timing;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Attempt attempt = Attempt.of(request);
    Connection connection = Objects.requireNonNull(chain.connection());
    if (attempt.way().isReused() && UsedConnection.isOver(connection.socket())) {
      throw new UsedConnection.Over();
    }
    attempt.sending(connection);
    Response response = proceed(chain, attempt);
    if (response.code() == HTTP_PROXY_AUTH && !attempt.isOthers()) {
      // Of a proxy that OkHttp knows nothing of; it would take the answer for a broken one.
      attempt.brokenAnswer(Answer.of(response, new Buffer()));
    }
    String retryAfter = response.header(RetryAfter.NAME);
    if (retryAfter == null) {
      return response;
    }
    attempt.retryAfter(RetryAfter.of(response.headers(), timing.now()));
    // OkHttp would act on the header by itself, and stumble over one with more digits than an int
    // has.
    attempt.retryAfterAsSent(retryAfter);
    return response.newBuilder().removeHeader(RetryAfter.NAME).build();
  }

  private Response proceed(Chain chain, Attempt attempt) throws IOException {
    long start = timing.nanoTime();
    try {
      return chain.proceed(chain.request());
    } catch (IOException e) {
      attempt.way().quiet(Duration.ofNanos(timing.nanoTime() - start));
      throw e;
    }
  }
}
