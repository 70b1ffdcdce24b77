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
public final class NameCheck extends ServerCheck {
  private static final int LONGEST_ISSUER = 100;

  private final Set<String> names;
  private final Set<Thumbprint> issuers;
  private final AuthorityCheck jvm = AuthorityCheck.jvm();

  /**
   * Makes a check.
   *
   * @param names as {@link #folded} returns them
   * @param issuers empty where any authority of the JVM will do
   */
  public NameCheck(Set<String> names, Set<Thumbprint> issuers) {
    this.names = names;
    this.issuers = issuers;
  }

  public static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  void recognize(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws GeneralSecurityException {
    if (CertificateWords.names(chain[0]).stream()
        .map(NameCheck::folded)
        .noneMatch(names::contains)) {
      throw new CertificateException("another name");
    }
    AuthorityCheck authority = issuers.isEmpty() ? jvm : AuthorityCheck.of(List.of(issuer(chain)));
    authority.recognize(chain, keyExchange, socket);
  }

  /** The one certificate that signed the server's, if it is among the issuers. */
  private X509Certificate issuer(X509Certificate[] chain) throws CertificateException {
    List<X509Certificate> signers = signers(chain);
    for (X509Certificate signer : signers) {
      if (Thumbprint.anyIsOf(issuers, signer)) {
        return signer;
      }
    }
    throw new CertificateException(signers.isEmpty() ? "no issuer to look at" : "another issuer");
  }

  private List<X509Certificate> signers(X509Certificate[] chain) {
    return Stream.concat(Arrays.stream(chain), Arrays.stream(jvm.getAcceptedIssuers()))
        .filter(candidate -> CertificateWords.signed(candidate, chain[0]))
        .toList();
  }

  @Override
  String presented(X509Certificate[] chain) {
    if (issuers.isEmpty()) {
      return super.presented(chain);
    }
    List<X509Certificate> signers = signers(chain);
    return super.presented(chain)
        + ", issued by "
        + OneLine.of(chain[0].getIssuerX500Principal().toString(), LONGEST_ISSUER)
        + (signers.isEmpty()
            ? ", whose certificate the server did not send along"
            : " with the thumbprint " + Thumbprint.sha1(signers.get(0)));
  }

  @Override
  String expected() {
    return "a certificate with a name of "
        + names
        + (issuers.isEmpty()
            ? " of an authority that this JVM trusts"
            : " of an issuer with a thumbprint of " + issuers);
  }
}
