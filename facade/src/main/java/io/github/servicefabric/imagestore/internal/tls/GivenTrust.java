package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Another library decides; what it refuses is told in our words. */
public final class GivenTrust {
  private static final String EXPECTED = "a certificate that the given trust manager accepts";

  private GivenTrust() {}

  /** It stays a plain one where it is one, for JSSE then adds its checks of algorithms. */
  public static X509TrustManager of(X509TrustManager given) {
    return given instanceof X509ExtendedTrustManager extended
        ? new Extended(extended)
        : new Plain(given);
  }

  private static final class Extended extends ServerCheck {
    private final X509ExtendedTrustManager given;

    Extended(X509ExtendedTrustManager given) {
      this.given = given;
    }

    @Override
    void recognize(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
        throws CertificateException {
      if (socket == null) {
        given.checkServerTrusted(chain, keyExchange);
      } else {
        given.checkServerTrusted(chain, keyExchange, socket);
      }
    }

    @Override
    String expected() {
      return EXPECTED;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return given.getAcceptedIssuers();
    }
  }

  private static final class Plain implements X509TrustManager {
    private final X509TrustManager given;

    Plain(X509TrustManager given) {
      this.given = given;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange)
        throws CertificateException {
      try {
        given.checkServerTrusted(chain, keyExchange);
      } catch (CertificateException e) {
        throw ServerCheck.refused(
            CertificateWords.of(chain[0]), String.valueOf(e.getMessage()), EXPECTED, e);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange)
        throws CertificateException {
      throw ServerCheck.notAServer();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return given.getAcceptedIssuers();
    }
  }
}
