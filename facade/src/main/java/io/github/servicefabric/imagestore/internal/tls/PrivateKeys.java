package io.github.servicefabric.imagestore.internal.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads private keys from PEM text. */
final class PrivateKeys {
  private static final String NO_KEY = "no private key";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "RSASSA-PSS", "EdDSA");
  private static final List<String> PBES2 = List.of("PBES2", "1.2.840.113549.1.5.13");
  private static final String AS_PKCS8 = "openssl pkcs8 -topk8 -in key.pem -out key8.pem";
  private static final String AS_AES =
      "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in key.pem -out key8.pem";

  /**
   * Version 0 and the algorithm identifier of RSA: what PKCS#8 puts before the key that PKCS#1
   * writes alone.
   */
  private static final byte[] RSA_HEADER =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private PrivateKeys() {}

  static PrivateKey read(Content content, char @Nullable [] password) {
    List<Pem.Block> blocks = Pem.blocks(content, NO_KEY);
    List<Pem.Block> keys =
        blocks.stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
    if (keys.size() > 1) {
      throw new IllegalArgumentException(
          "expected one private key, but there are "
              + keys.size()
              + " in "
              + content.where()
              + ": leave the one that goes with the certificate");
    }
    String where = content.where();
    Pem.Block block = keys.isEmpty() ? new Pem.Block("", "") : keys.get(0);
    switch (block.label()) {
      case "PRIVATE KEY":
        return key(new PKCS8EncodedKeySpec(Pem.bytes(block, where)), where);
      case "ENCRYPTED PRIVATE KEY":
        return key(decrypted(Pem.bytes(block, where), password, where), where);
      case "RSA PRIVATE KEY":
        if (block.text().contains("Proc-Type")) {
          throw unknownForm("an encrypted PKCS#1 key", where);
        }
        return key(new PKCS8EncodedKeySpec(asPkcs8(Pem.bytes(block, where))), where);
      case "EC PRIVATE KEY":
        throw unknownForm("an SEC 1 key", where);
      default:
        throw Pem.lacks(NO_KEY, blocks, content);
    }
  }

  private static IllegalArgumentException unknownForm(String form, String where) {
    return new IllegalArgumentException(
        form + " in " + where + "; turn it into PKCS#8 with: " + AS_PKCS8);
  }

  private static PKCS8EncodedKeySpec decrypted(
      byte[] der, char @Nullable [] password, String where) {
    if (password == null) {
      throw new IllegalArgumentException(
          "the private key in " + where + " is encrypted: give its password");
    }
    try {
      EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
      // PBES2 is a family: its parameters, not its name, tell the ciphers in use.
      String named = encrypted.getAlgName();
      boolean family = PBES2.stream().anyMatch(named::startsWith);
      if (encrypted.getAlgParameters() == null) {
        throw new NoSuchAlgorithmException("parameters that are not read");
      }
      String algorithm = family ? encrypted.getAlgParameters().toString() : named;
      Cipher cipher = Cipher.getInstance(algorithm);
      SecretKey key = secretKey(algorithm, password, where);
      cipher.init(Cipher.DECRYPT_MODE, key, encrypted.getAlgParameters());
      return encrypted.getKeySpec(cipher);
    } catch (InvalidKeySpecException e) {
      throw wrongPassword(password, where, e);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw Encryption.unreadable("an encrypted private key", der, where, AS_AES, e);
    }
  }

  private static SecretKey secretKey(String algorithm, char[] password, String where)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(password);
    try {
      return SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
    } catch (InvalidKeySpecException e) {
      throw wrongPassword(password, where, e);
    } finally {
      spec.clearPassword();
    }
  }

  private static IllegalArgumentException wrongPassword(
      char[] password, String where, Exception cause) {
    return Encryption.wrongPassword(password, "the private key in " + where, cause);
  }

  private static PrivateKey key(PKCS8EncodedKeySpec spec, String where) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException | RuntimeException e) {
        // Another algorithm's key.
      }
    }
    throw new IllegalArgumentException(
        "a private key that is none of "
            + ALGORITHMS
            + ", or on a curve that this JVM lacks, in "
            + where);
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
}
