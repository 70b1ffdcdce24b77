package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes a server by its certificate chain, and says of a refused one what it is and what was
 * expected. It takes the socket along, for JSSE would otherwise add checks of its own, and refuse
 * without these words.
 */
public abstract class ServerCheck extends X509ExtendedTrustManager {
  /** The certificate itself is known by its thumbprint. */
  public static ServerCheck of(Set<Thumbprint> thumbprints) {
    return new ServerCheck() {
      @Override
      void recognize(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
          throws CertificateException {
        chain[0].checkValidity();
        if (!Thumbprint.anyIsOf(thumbprints, chain[0])) {
          throw new CertificateException("another thumbprint");
        }
      }

      @Override
      String expected() {
        return "a certificate in its dates with a thumbprint of " + thumbprints;
      }
    };
  }

  /**
   * Refuses a chain by throwing.
   *
   * @throws GeneralSecurityException if the chain is another's; its message says in what
   */
  abstract void recognize(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws GeneralSecurityException;

  /** What the server showed, for messages. */
  String presented(X509Certificate[] chain) {
    return CertificateWords.of(chain[0]);
  }

  /** What would have been the cluster's, for messages. */
  abstract String expected();

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
      throws CertificateException {
    check(chain, keyExchange, socket);
  }

  @Override
  public final void checkServerTrusted(
      X509Certificate[] chain, String keyExchange, SSLEngine engine) throws CertificateException {
    check(chain, keyExchange, null);
  }

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String keyExchange)
      throws CertificateException {
    check(chain, keyExchange, null);
  }

  private void check(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws CertificateException {
    try {
      recognize(chain, keyExchange, socket);
    } catch (GeneralSecurityException e) {
      throw refused(presented(chain), String.valueOf(e.getMessage()), expected(), e);
    }
  }

  static CertificateException refused(
      String presented, String why, String expected, @Nullable Exception cause) {
    return new CertificateException(
        "the server's certificate was refused ("
            + why
            + "): presented was "
            + presented
            + "; expected was "
            + expected,
        cause);
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
      throws CertificateException {
    throw notAServer();
  }

  @Override
  public final void checkClientTrusted(
      X509Certificate[] chain, String keyExchange, SSLEngine engine) throws CertificateException {
    throw notAServer();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String keyExchange)
      throws CertificateException {
    throw notAServer();
  }

  static CertificateException notAServer() {
    return new CertificateException("a client checks servers only");
  }

  /** The authorities that the check goes by; none where it goes by something else. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
