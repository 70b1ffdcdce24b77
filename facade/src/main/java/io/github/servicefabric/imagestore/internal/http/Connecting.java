package io.github.servicefabric.imagestore.internal.http;

import io.github.servicefabric.imagestore.internal.tls.CertificateDemand;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;
import okio.AsyncTimeout;

/**
 * Bounds the way to a connection: the name, TCP, a proxy's answer and the handshake have one limit
 * together, where OkHttp would give each its own and the handshake that of an answer. And notes for
 * an attempt that failed whether the server had asked for a client certificate in it: a server that
 * wants another one breaks off, and its alert that says so is often lost with the connection.
 */
final class Connecting implements Interceptor {
  private final long limitMillis;

  /** Zero is no limit. */
  Connecting(long limitMillis) {
    this.limitMillis = limitMillis;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Attempt attempt = Attempt.of(chain.request());
    attempt.way().limitedBy(this);
    CertificateDemand.forget();
    try {
      Response response = BoundedBody.of(proceed(chain), attempt);
      String retryAfter = attempt.retryAfterAsSent();
      return attempt.isOthers() && retryAfter != null
          ? response.newBuilder().header(RetryAfter.NAME, retryAfter).build()
          : response;
    } catch (IOException e) {
      if (attempt.sent() && attempt.way().isReused()) {
        // Those that waited beside it are no better, and the next attempt gets a new one.
        chain.getConnectionPool().evictAll();
      }
      if (CertificateDemand.noticed()) {
        attempt.certificateAsked();
      }
      throw e;
    } finally {
      attempt.connected();
      attempt.answered();
      CertificateDemand.forget();
    }
  }

  void begin(Call call, Attempt attempt) {
    Limit limit = new Limit(call, attempt);
    limit.timeout(limitMillis, TimeUnit.MILLISECONDS);
    attempt.connecting(limit);
  }

  /** Nothing was sent on a connection that was over, so that going on is no further attempt. */
  private static Response proceed(Chain chain) throws IOException {
    while (true) {
      try {
        return chain.proceed(chain.request());
      } catch (UsedConnection.Over e) {
        chain.getConnectionPool().evictAll();
      }
    }
  }

  /** Ends the call unless it is taken back once the connection is there. */
  private static final class Limit extends AsyncTimeout {
    private final Call call;
    private final Attempt attempt;

    Limit(Call call, Attempt attempt) {
      this.call = call;
      this.attempt = attempt;
    }

    @Override
    protected void timedOut() {
      attempt.connectsTooLate();
      call.cancel();
    }
  }
}
