package io.github.servicefabric.imagestore.internal.tls;

import java.io.ByteArrayInputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and private keys from PEM text. Messages name the place, never the content.
 */
public final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final String LABEL = "[A-Z0-9 ]+";

  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /**
   * Version 0 and the algorithm identifier of RSA: what PKCS#8 puts before the key that PKCS#1
   * writes alone.
   */
  private static final byte[] RSA_HEADER =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private record Block(String label, String text) {}

  private Pem() {}

  public static boolean is(byte[] content) {
    return text(content).contains(BEGIN);
  }

  public static List<X509Certificate> certificates(byte[] content, String where) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(content, where)) {
      if (block.label().endsWith("CERTIFICATE")) {
        certificates.add(certificate(bytes(block.text(), where), where));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("no certificate in " + where);
    }
    return certificates;
  }

  private static X509Certificate certificate(byte[] der, String where) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate that cannot be read in " + where, e);
    }
  }

  public static PrivateKey privateKey(byte[] content, char @Nullable [] password, String where) {
    for (Block block : blocks(content, where)) {
      String text = block.text();
      switch (block.label()) {
        case "PRIVATE KEY":
          return key(new PKCS8EncodedKeySpec(bytes(text, where)), where);
        case "ENCRYPTED PRIVATE KEY":
          return key(decrypted(bytes(text, where), password, where), where);
        case "RSA PRIVATE KEY":
          if (text.contains("Proc-Type")) {
            throw unknownForm("an encrypted PKCS#1 key", where);
          }
          return key(new PKCS8EncodedKeySpec(asPkcs8(bytes(text, where))), where);
        case "EC PRIVATE KEY":
          throw unknownForm("an SEC 1 key", where);
        default:
          // A certificate or parameters beside the key.
      }
    }
    throw new IllegalArgumentException("no private key in " + where);
  }

  private static IllegalArgumentException unknownForm(String form, String where) {
    return new IllegalArgumentException(
        form
            + " in "
            + where
            + "; turn it into PKCS#8 with: openssl pkcs8 -topk8 -in key.pem -out key8.pem");
  }

  private static PKCS8EncodedKeySpec decrypted(
      byte[] der, char @Nullable [] password, String where) {
    if (password == null) {
      throw new IllegalArgumentException(
          "the private key in " + where + " is encrypted: give its password");
    }
    if (!CharBuffer.wrap(password).chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "the password of the private key in "
              + where
              + " has characters other than printable ASCII, which this JVM cannot use");
    }
    PBEKeySpec passwordKey = new PBEKeySpec(password);
    try {
      EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
      // PBES2 is a family: its parameters, not its name, tell the ciphers in use.
      String named = encrypted.getAlgName();
      String algorithm =
          named.equals("PBES2") || named.startsWith("1.2.840.113549.1.5.13")
              ? encrypted.getAlgParameters().toString()
              : named;
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(passwordKey),
          encrypted.getAlgParameters());
      return encrypted.getKeySpec(cipher);
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("wrong password for the private key in " + where, e);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(
          "an encryption that this JVM lacks, for the private key in " + where, e);
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalArgumentException(
          "an encrypted private key that cannot be read in " + where, e);
    } finally {
      passwordKey.clearPassword();
    }
  }

  private static PrivateKey key(PKCS8EncodedKeySpec spec, String where) {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        // Another algorithm's key.
      }
    }
    throw new IllegalArgumentException(
        "a private key that is none of " + KEY_ALGORITHMS + " in " + where);
  }

  private static byte[] asPkcs8(byte[] pkcs1) {
    byte[] octets = der(0x04, pkcs1);
    byte[] body = new byte[RSA_HEADER.length + octets.length];
    System.arraycopy(RSA_HEADER, 0, body, 0, RSA_HEADER.length);
    System.arraycopy(octets, 0, body, RSA_HEADER.length, octets.length);
    return der(0x30, body);
  }

  private static byte[] der(int tag, byte[] value) {
    int length = value.length;
    byte[] head =
        length < 128
            ? new byte[] {(byte) tag, (byte) length}
            : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    byte[] whole = new byte[head.length + length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(value, 0, whole, head.length, length);
    return whole;
  }

  private static List<Block> blocks(byte[] content, String where) {
    String text = text(content);
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
        throw new IllegalArgumentException("PEM text that breaks off in " + where);
      }
      blocks.add(new Block(name, text.substring(body + DASHES.length(), end)));
      begin = next;
    }
    return blocks;
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String base64, String where) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("PEM text that cannot be decoded in " + where, e);
    }
  }
}
