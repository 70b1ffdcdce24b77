package io.github.servicefabric.imagestore.internal.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What a certificate says: to a check of names, and to people. */
public final class CertificateWords {
  private static final Integer DNS_NAME = 2;
  private static final Integer IP_ADDRESS = 7;
  private static final int MOST_NAMES = 4;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_SUBJECT = 120;

  private CertificateWords() {}

  /**
   * Who it names, its thumbprint as Service Fabric's tools print it, its dates, and the names that
   * count for hosts.
   */
  public static String of(X509Certificate certificate) {
    return "subject "
        + OneLine.of(certificate.getSubjectX500Principal().toString(), LONGEST_SUBJECT)
        + ", thumbprint "
        + Thumbprint.sha1(certificate)
        + ", valid from "
        + certificate.getNotBefore().toInstant()
        + " to "
        + certificate.getNotAfter().toInstant()
        + ", "
        + alternatives(certificate);
  }

  private static String alternatives(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      names.addAll(alternatives(certificate, DNS_NAME));
      names.addAll(alternatives(certificate, IP_ADDRESS));
    } catch (CertificateParsingException e) {
      return "with alternative names that cannot be read";
    }
    if (names.isEmpty()) {
      return "without alternative names";
    }
    List<String> shown =
        names.stream().limit(MOST_NAMES).map(name -> OneLine.of(name, LONGEST_NAME)).toList();
    int more = names.size() - shown.size();
    return "with the alternative names " + shown + (more == 0 ? "" : " and " + more + " more");
  }

  /** Its common names and its DNS names. */
  static List<String> names(X509Certificate certificate) throws CertificateParsingException {
    List<String> names = new ArrayList<>(commonNames(certificate));
    names.addAll(alternatives(certificate, DNS_NAME));
    return names;
  }

  private static List<String> alternatives(X509Certificate certificate, Integer kind)
      throws CertificateParsingException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    List<String> names = new ArrayList<>();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        if (kind.equals(alternative.get(0))) {
          names.add((String) alternative.get(1));
        }
      }
    }
    return names;
  }

  private static List<String> commonNames(X509Certificate certificate)
      throws CertificateParsingException {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(Object::toString)
              .toList();
    } catch (InvalidNameException e) {
      throw new CertificateParsingException("a subject that cannot be read", e);
    }
  }

  /** Whether the one is the issuer of the other. */
  static boolean signed(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
