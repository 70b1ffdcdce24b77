package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks a server's certificate chain by a rule, and says of a refused one what it is and what was
 * expected. It takes the socket along, for JSSE would otherwise add checks of its own, and refuse
 * without these words.
 */
public final class ServerCheck extends X509ExtendedTrustManager {
  private final ServerRule rule;

  public ServerCheck(ServerRule rule) {
    this.rule = rule;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
      throws CertificateException {
    check(chain, keyExchange, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
      throws CertificateException {
    check(chain, keyExchange, null);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange)
      throws CertificateException {
    check(chain, keyExchange, null);
  }

  private void check(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws CertificateException {
    try {
      // The JVM does not look at the dates of a certificate that is an authority itself.
      chain[0].checkValidity();
      rule.check(chain, keyExchange, socket);
    } catch (GeneralSecurityException e) {
      throw refused(chain[0], e.getMessage(), rule.expected(), e);
    }
  }

  public static CertificateException refused(
      X509Certificate presented, String why, String expected, @Nullable Exception cause) {
    return new CertificateException(
        "the server's certificate was refused ("
            + why
            + "): presented was "
            + CertificateWords.of(presented)
            + "; expected was "
            + expected,
        cause);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
      throws CertificateException {
    throw notAServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
      throws CertificateException {
    throw notAServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange)
      throws CertificateException {
    throw notAServer();
  }

  private static CertificateException notAServer() {
    return new CertificateException("a client checks servers only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return rule.acceptedIssuers();
  }
}
