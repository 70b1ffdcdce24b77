package io.github.servicefabric.imagestore;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks a server's certificate chain, and says of a refused one what it is and what was expected.
 * It takes the socket along, for JSSE would otherwise add checks of its own, and refuse without
 * these words.
 */
final class ServerCheck extends X509ExtendedTrustManager {
  private interface Rule {
    void check(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
        throws GeneralSecurityException;
  }

  private final Rule rule;
  private final X509Certificate[] acceptedIssuers;
  private final String expected;

  private ServerCheck(Rule rule, X509Certificate[] acceptedIssuers, String expected) {
    this.rule = rule;
    this.acceptedIssuers = acceptedIssuers;
    this.expected = expected;
  }

  static ServerCheck jvm() {
    X509ExtendedTrustManager jvm = trusting(null);
    return new ServerCheck(
        (chain, keyExchange, socket) -> jvm.checkServerTrusted(chain, keyExchange, socket),
        jvm.getAcceptedIssuers(),
        "a certificate of an authority that this JVM trusts; for others use ServerTrust");
  }

  static ServerCheck authorities(List<X509Certificate> authorities) {
    X509ExtendedTrustManager trust = trusting(KeyStores.of(authorities));
    return new ServerCheck(
        (chain, keyExchange, socket) -> trust.checkServerTrusted(chain, keyExchange, socket),
        trust.getAcceptedIssuers(),
        "a certificate of one of the given authorities, " + CertificateNames.subjects(authorities));
  }

  static ServerCheck thumbprints(Set<Thumbprint> thumbprints) {
    Rule rule =
        (chain, keyExchange, socket) -> {
          if (!Thumbprint.anyIsOf(thumbprints, chain[0])) {
            throw new CertificateException("another thumbprint");
          }
        };
    return new ServerCheck(
        rule,
        new X509Certificate[0],
        "a certificate in its dates with a thumbprint of " + thumbprints);
  }

  static ServerCheck commonNames(Set<String> names, Set<Thumbprint> issuers) {
    X509ExtendedTrustManager jvm = trusting(null);
    Rule rule =
        (chain, keyExchange, socket) -> {
          if (CertificateNames.of(chain[0]).stream()
              .map(ServerCheck::folded)
              .noneMatch(names::contains)) {
            throw new CertificateException("another name");
          }
          if (issuers.isEmpty()) {
            jvm.checkServerTrusted(chain, keyExchange, socket);
          } else {
            issuedBy(issuers, chain, jvm).checkServerTrusted(chain, keyExchange, socket);
          }
        };
    return new ServerCheck(
        rule,
        new X509Certificate[0],
        "a certificate with a name of "
            + names
            + (issuers.isEmpty()
                ? " of an authority that this JVM trusts"
                : " of an issuer with a thumbprint of " + issuers));
  }

  /** Trusts the one certificate that signed the server's, if it is among the issuers. */
  private static X509ExtendedTrustManager issuedBy(
      Set<Thumbprint> issuers, X509Certificate[] chain, X509ExtendedTrustManager jvm)
      throws CertificateException {
    X509Certificate own = chain[0];
    return Stream.concat(Arrays.stream(chain), Arrays.stream(jvm.getAcceptedIssuers()))
        .filter(candidate -> Thumbprint.anyIsOf(issuers, candidate) && signed(candidate, own))
        .findFirst()
        .map(issuer -> trusting(KeyStores.of(List.of(issuer))))
        .orElseThrow(() -> new CertificateException("another issuer"));
  }

  private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** What the JVM trusts where the store is null. */
  private static X509ExtendedTrustManager trusting(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager trust) {
          return trust;
        }
      }
      throw new IllegalStateException("this JVM has no X.509 trust manager");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot check certificates", e);
    }
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
      throw refused(chain[0], e.getMessage(), expected, e);
    }
  }

  static CertificateException refused(
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
    return acceptedIssuers.clone();
  }
}
