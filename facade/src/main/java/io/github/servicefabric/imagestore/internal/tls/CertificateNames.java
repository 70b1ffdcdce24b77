package io.github.servicefabric.imagestore.internal.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The names that a certificate goes by: its common name and its DNS names. */
public final class CertificateNames {
  private static final Integer DNS_NAME = 2;

  private CertificateNames() {}

  public static List<String> of(X509Certificate certificate) throws CertificateParsingException {
    List<String> names = new ArrayList<>(commonNames(certificate));
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        if (DNS_NAME.equals(alternative.get(0))) {
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
}
