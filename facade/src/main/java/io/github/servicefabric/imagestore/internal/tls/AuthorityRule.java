package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The chain ends in one of certain authorities, or in one of the JVM's. */
public final class AuthorityRule implements ServerRule {
  private final X509ExtendedTrustManager trust;
  private final List<X509Certificate> given;

  private AuthorityRule(X509ExtendedTrustManager trust, List<X509Certificate> given) {
    this.trust = trust;
    this.given = given;
  }

  public static AuthorityRule jvm() {
    return new AuthorityRule(trusting(null), List.of());
  }

  public static AuthorityRule of(List<X509Certificate> authorities) {
    return new AuthorityRule(trusting(KeyStores.of(authorities)), authorities);
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
  public void check(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws CertificateException {
    trust.checkServerTrusted(chain, keyExchange, socket);
  }

  @Override
  public String expected() {
    if (given.isEmpty()) {
      return "a certificate of an authority that this JVM trusts; for others use ServerTrust";
    }
    List<String> subjects = new ArrayList<>();
    for (X509Certificate authority : given) {
      subjects.add(authority.getSubjectX500Principal().toString());
    }
    return "a certificate of one of the given authorities, " + subjects;
  }

  @Override
  public X509Certificate[] acceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
