package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.CertificateDemand;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Notes for an attempt that failed whether the server had asked for a client certificate in it. A
 * server that wants another one breaks off, and its alert that says so is often lost with the
 * connection.
 */
final class CertificateDemandInterceptor implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    CertificateDemand.forget();
    try {
      return chain.proceed(chain.request());
    } catch (IOException e) {
      if (CertificateDemand.noticed()) {
        Attempt.of(chain.request()).certificateAsked();
      }
      throw e;
    } finally {
      CertificateDemand.forget();
    }
  }
}
