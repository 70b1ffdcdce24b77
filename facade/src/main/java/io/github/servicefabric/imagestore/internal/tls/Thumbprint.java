package io.github.servicefabric.imagestore.internal.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hash by which Service Fabric's tools name a certificate: 40 hexadecimal digits for SHA-1, 64
 * for SHA-256.
 */
public record Thumbprint(String hex) {
  private static final int SHA_1_DIGITS = 40;
  private static final int SHA_256_DIGITS = 64;

  public static Set<Thumbprint> parse(String... thumbprints) {
    if (thumbprints.length == 0) {
      throw new IllegalArgumentException("thumbprints must name one certificate or more");
    }
    return Arrays.stream(thumbprints)
        .map(Thumbprint::parse)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Thumbprint parse(String thumbprint) {
    Objects.requireNonNull(thumbprint, "thumbprint must not be null");
    String digits = visible(thumbprint).toUpperCase(Locale.ROOT);
    boolean known = digits.length() == SHA_1_DIGITS || digits.length() == SHA_256_DIGITS;
    if (!known || !digits.matches("[0-9A-F]+")) {
      throw new IllegalArgumentException(
          "thumbprint must be 40 (SHA-1) or 64 (SHA-256) hexadecimal digits, with colons or blanks between them or not,"
              + " but was \""
              + OneLine.of(thumbprint, SHA_256_DIGITS * 2)
              + '"');
    }
    return new Thumbprint(digits);
  }

  /**
   * Leaves out what stands between the digits. Windows' certificate dialog puts an invisible mark
   * before a copied thumbprint, and chats and documents put others anywhere.
   */
  private static String visible(String text) {
    return text.codePoints()
        .filter(c -> c != ':' && !Character.isWhitespace(c) && !Character.isSpaceChar(c))
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  static Thumbprint sha1(X509Certificate certificate) {
    return of(certificate, "SHA-1");
  }

  static boolean anyIsOf(Set<Thumbprint> thumbprints, X509Certificate certificate) {
    return thumbprints.contains(sha1(certificate))
        || thumbprints.contains(of(certificate, "SHA-256"));
  }

  private static Thumbprint of(X509Certificate certificate, String algorithm) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
      return new Thumbprint(HexFormat.of().withUpperCase().formatHex(hash));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(
          "every JVM has " + algorithm + " and can encode a certificate it read", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
