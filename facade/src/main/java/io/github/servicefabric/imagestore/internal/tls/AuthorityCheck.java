package io.github.servicefabric.imagestore.internal.tls;

import java.io.IOException;
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
public final class AuthorityCheck extends ServerCheck {
  private final X509ExtendedTrustManager trust;
  private final List<X509Certificate> given;

  private AuthorityCheck(X509ExtendedTrustManager trust, List<X509Certificate> given) {
    this.trust = trust;
    this.given = given;
  }

  static AuthorityCheck jvm() {
    return new AuthorityCheck(trusting(null), List.of());
  }

  /** Reads the authorities. */
  public static AuthorityCheck read(List<Source> sources) {
    List<X509Certificate> authorities = new ArrayList<>();
    for (Source source : sources) {
      Content content = Content.of(source);
      boolean store = content.is(Content.Form.PKCS12);
      authorities.addAll(store ? Pkcs12.authorities(content) : Pem.certificates(content));
    }
    return of(authorities);
  }

  static AuthorityCheck of(List<X509Certificate> authorities) {
    return new AuthorityCheck(trusting(store(authorities)), authorities);
  }

  private static KeyStore store(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("authorities that this JVM cannot use", e);
    }
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
  void recognize(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws CertificateException {
    // The JVM does not look at the dates of a certificate that is an authority itself.
    chain[0].checkValidity();
    trust.checkServerTrusted(chain, keyExchange, socket);
  }

  @Override
  String expected() {
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
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
