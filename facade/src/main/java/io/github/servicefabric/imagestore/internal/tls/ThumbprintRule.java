package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificate itself is known.
 *
 * @param thumbprints one or more
 */
public record ThumbprintRule(Set<Thumbprint> thumbprints) implements ServerRule {
  @Override
  public void check(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws CertificateException {
    if (!Thumbprint.anyIsOf(thumbprints, chain[0])) {
      throw new CertificateException("another thumbprint");
    }
  }

  @Override
  public String expected() {
    return "a certificate in its dates with a thumbprint of " + thumbprints;
  }

  @Override
  public X509Certificate[] acceptedIssuers() {
    return new X509Certificate[0];
  }
}
