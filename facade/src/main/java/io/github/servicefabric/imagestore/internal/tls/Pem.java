package io.github.servicefabric.imagestore.internal.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** PEM text, and the certificates in it. */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final String LABEL = "[A-Z0-9 ]+";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final int MOST_SHOWN = 5;

  /** What is often taken for a certificate or a private key. */
  private static final Map<String, String> WAYS_OUT =
      Map.of(
          "CERTIFICATE REQUEST", "a request is what an authority makes a certificate of",
          "NEW CERTIFICATE REQUEST", "a request is what an authority makes a certificate of",
          "PKCS7",
              "turn it into certificates with: openssl pkcs7 -print_certs -in file -out file.pem",
          "PUBLIC KEY", "a public key is not the private one",
          "OPENSSH PRIVATE KEY", "turn it into PKCS#8 with: ssh-keygen -p -m PKCS8 -f file");

  record Block(String label, String text) {}

  private Pem() {}

  static List<X509Certificate> certificates(Content content) {
    List<X509Certificate> certificates = new ArrayList<>();
    List<Block> blocks = blocks(content, "no certificate");
    for (Block block : blocks) {
      if (block.label().endsWith(CERTIFICATE)) {
        certificates.add(certificate(bytes(block, content.where()), content.where()));
      }
    }
    if (certificates.isEmpty()) {
      throw lacks("no certificate", blocks, content);
    }
    return certificates;
  }

  private static X509Certificate certificate(byte[] der, String where) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | RuntimeException e) {
      throw new IllegalArgumentException("a certificate that cannot be read in " + where, e);
    }
  }

  static IllegalArgumentException lacks(String missing, List<Block> blocks, Content content) {
    List<String> labels = blocks.stream().map(Block::label).distinct().limit(MOST_SHOWN).toList();
    String wayOut =
        labels.stream().filter(WAYS_OUT::containsKey).map(WAYS_OUT::get).findFirst().orElse("");
    return new IllegalArgumentException(
        missing
            + " in "
            + content.where()
            + ": its PEM text holds "
            + labels
            + (wayOut.isEmpty() ? "" : "; " + wayOut));
  }

  /**
   * Takes the text apart.
   *
   * @param missing what the text is looked through for, for messages
   */
  static List<Block> blocks(Content content, String missing) {
    if (content.is(Content.Form.PKCS12)) {
      throw content.lacks(
          "no PEM text",
          "give it with its password alone to ClientCredentials.certificate(Path, char[])");
    }
    if (!content.is(Content.Form.PEM)) {
      throw content.lacks(missing, "");
    }
    String text = content.text();
    List<Block> blocks = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int label = begin + BEGIN.length();
      int body = text.indexOf(DASHES, label);
      String name = body < 0 ? "" : text.substring(label, body);
      int end = text.indexOf(END + name + DASHES, label);
      int next = text.indexOf(BEGIN, label);
      // A file that is being written must not pass for one with fewer certificates.
      if (!name.matches(LABEL) || end < 0 || next >= 0 && next < end) {
        throw new IllegalArgumentException("PEM text that breaks off in " + content.where());
      }
      String between = text.substring(body + DASHES.length(), end);
      if (between.startsWith("\\n") || between.startsWith("\\r")) {
        throw new IllegalArgumentException(
            "PEM text with \\n in place of its line breaks in "
                + content.where()
                + ": put real ones there");
      }
      blocks.add(new Block(name, between));
      begin = next;
    }
    return blocks;
  }

  static byte[] bytes(Block block, String where) {
    try {
      return Base64.getMimeDecoder().decode(block.text());
    } catch (IllegalArgumentException e) {
      // The JVM's words for it show a character.
      throw new IllegalArgumentException("PEM text that cannot be decoded in " + where);
    }
  }
}
