package io.github.servicefabric.imagestore;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Notes for an attempt that failed whether the server had asked for a client certificate in it. A
 * server that wants another one breaks off, and its alert that says so is often lost with the
 * connection.
 */
final class CertificateDemand implements Interceptor {
  /** A handshake takes place on the thread of the attempt that needs the connection. */
  private static final ThreadLocal<Boolean> NOTICED = new ThreadLocal<>();

  static void noticed() {
    NOTICED.set(true);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    NOTICED.remove();
    try {
      return chain.proceed(chain.request());
    } catch (IOException e) {
      if (NOTICED.get() != null) {
        Attempt.of(chain.request()).certificateAsked();
      }
      throw e;
    } finally {
      NOTICED.remove();
    }
  }
}
