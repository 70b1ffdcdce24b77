package io.github.servicefabric.imagestore;

import java.security.cert.X509Certificate;

/**
 * A certificate for people: who it names, its thumbprint as Service Fabric's tools print it, and
 * its dates.
 */
final class CertificateWords {
  private CertificateWords() {}

  static String of(X509Certificate certificate) {
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
