package io.github.servicefabric.imagestore.internal.tls;

import java.security.cert.X509Certificate;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * OkHttp's check of the host name, with a message that says what was presented and what was
 * expected.
 */
final class HostNameCheck implements HostnameVerifier {
  private final HostnameVerifier check;

  HostNameCheck(HostnameVerifier check) {
    this.check = check;
  }

  @Override
  public boolean verify(String host, SSLSession session) {
    if (check.verify(host, session)) {
      return true;
    }
    throw HostNameCheck.<RuntimeException>unchecked(refused(host, session));
  }

  private static SSLPeerUnverifiedException refused(String host, SSLSession session) {
    try {
      X509Certificate presented = (X509Certificate) session.getPeerCertificates()[0];
      return new SSLPeerUnverifiedException(
          ServerCheck.refused(
                  CertificateWords.of(presented),
                  "another host name",
                  "a certificate for the host "
                      + host
                      + " (its alternative names count for that, a common name does not); for others use"
                      + " ServerTrust",
                  null)
              .getMessage());
    } catch (SSLPeerUnverifiedException e) {
      return e;
    }
  }

  /**
   * OkHttp handles the exception, an IOException, where it calls this; the interface just does not
   * declare it.
   */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> E unchecked(Exception e) throws E {
    throw (E) e;
  }
}
