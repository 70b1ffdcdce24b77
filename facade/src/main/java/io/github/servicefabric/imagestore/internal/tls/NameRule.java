package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The certificate has a certain name, and comes from an authority of the JVM or from a certain
 * issuer.
 */
public final class NameRule implements ServerRule {
  private final Set<String> names;
  private final Set<Thumbprint> issuers;
  private final AuthorityRule jvm = AuthorityRule.jvm();

  /**
   * Makes a rule.
   *
   * @param names as {@link #folded} returns them
   * @param issuers empty where any authority of the JVM will do
   */
  public NameRule(Set<String> names, Set<Thumbprint> issuers) {
    this.names = names;
    this.issuers = issuers;
  }

  public static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public void check(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws GeneralSecurityException {
    if (CertificateNames.of(chain[0]).stream().map(NameRule::folded).noneMatch(names::contains)) {
      throw new CertificateException("another name");
    }
    AuthorityRule authority = issuers.isEmpty() ? jvm : issuer(chain);
    authority.check(chain, keyExchange, socket);
  }

  /** Trusts the one certificate that signed the server's, if it is among the issuers. */
  private AuthorityRule issuer(X509Certificate[] chain) throws CertificateException {
    return Stream.concat(Arrays.stream(chain), Arrays.stream(jvm.acceptedIssuers()))
        .filter(candidate -> Thumbprint.anyIsOf(issuers, candidate) && signed(candidate, chain[0]))
        .findFirst()
        .map(issuer -> AuthorityRule.of(List.of(issuer)))
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

  @Override
  public String expected() {
    return "a certificate with a name of "
        + names
        + (issuers.isEmpty()
            ? " of an authority that this JVM trusts"
            : " of an issuer with a thumbprint of " + issuers);
  }

  @Override
  public X509Certificate[] acceptedIssuers() {
    return new X509Certificate[0];
  }
}
