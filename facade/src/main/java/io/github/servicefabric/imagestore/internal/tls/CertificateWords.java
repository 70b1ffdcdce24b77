package io.github.servicefabric.imagestore.internal.tls;

import java.security.cert.X509Certificate;

/**
 * A certificate for people: who it names, its thumbprint as Service Fabric's tools print it, and
 * its dates.
 */
public final class CertificateWords {
  private CertificateWords() {}

  public static String of(X509Certificate certificate) {
    return "subject "
        + certificate.getSubjectX500Principal()
        + ", thumbprint "
        + Thumbprint.sha1(certificate)
        + ", valid from "
        + certificate.getNotBefore().toInstant()
        + " to "
        + certificate.getNotAfter().toInstant();
  }
}
