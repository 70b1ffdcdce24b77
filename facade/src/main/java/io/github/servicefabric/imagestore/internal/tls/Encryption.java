package io.github.servicefabric.imagestore.internal.tls;

import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.InvalidKeySpecException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Why something encrypted cannot be opened, in words. */
final class Encryption {
  private static final int MOST_SHOWN = 3;
  private static final String PASSWORD_BASED = "PBEWithHmacSHA256AndAES_256";

  /** The families, and what is not said by the names of others. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("1.2.840.113549.1.5.1", "pbeWithMD2AndDES"),
          Map.entry("1.2.840.113549.1.5.3", "pbeWithMD5AndDES"),
          Map.entry("1.2.840.113549.1.5.4", "pbeWithMD2AndRC2"),
          Map.entry("1.2.840.113549.1.5.6", "pbeWithMD5AndRC2"),
          Map.entry("1.2.840.113549.1.5.10", "pbeWithSHA1AndDES"),
          Map.entry("1.2.840.113549.1.5.11", "pbeWithSHA1AndRC2"),
          Map.entry("1.2.840.113549.1.5.12", "PBKDF2"),
          Map.entry("1.2.840.113549.1.5.13", "PBES2"),
          Map.entry("1.3.6.1.4.1.11591.4.11", "scrypt"),
          Map.entry("1.2.840.113549.2.7", "hmacWithSHA1"),
          Map.entry("1.2.840.113549.2.9", "hmacWithSHA256"),
          Map.entry("1.2.840.113549.2.11", "hmacWithSHA512"),
          Map.entry("1.2.840.113549.3.2", "rc2-cbc"),
          Map.entry("1.2.840.113549.3.7", "des-ede3-cbc"),
          Map.entry("1.3.14.3.2.7", "des-cbc"),
          Map.entry("2.16.840.1.101.3.4.1.2", "aes-128-cbc"),
          Map.entry("2.16.840.1.101.3.4.1.22", "aes-192-cbc"),
          Map.entry("2.16.840.1.101.3.4.1.42", "aes-256-cbc"),
          Map.entry("1.2.410.200046.1.1.12", "aria-256-cbc"),
          Map.entry("1.2.392.200011.61.1.1.1.4", "camellia-256-cbc"));

  private Encryption() {}

  /** What a key or a store is encrypted with, as openssl names it, or by its identifiers. */
  static String of(byte[] der) {
    Der whole = Der.of(der);
    List<String> oids = whole == null ? List.of() : whole.oids();
    List<String> known = oids.stream().map(NAMES::get).filter(Objects::nonNull).distinct().toList();
    return String.join(", ", known.isEmpty() ? oids.stream().limit(MOST_SHOWN).toList() : known);
  }

  /**
   * Says that something can be opened with no password. The JVM does not tell an encryption that it
   * lacks from a broken one.
   */
  static IllegalArgumentException unreadable(
      String what, byte[] der, String where, String wayOut, Exception cause) {
    String encryption = of(der);
    return new IllegalArgumentException(
        what
            + " that is damaged, or in an encryption that this JVM lacks"
            + (encryption.isEmpty() ? "" : " (" + encryption + ")")
            + ", in "
            + where
            + "; make it anew with: "
            + wayOut,
        cause);
  }

  /** Says that a password is wrong, or that this JVM cannot even try it. */
  static IllegalArgumentException wrongPassword(
      char @Nullable [] password, String of, @Nullable Exception cause) {
    if (!isUsable(password)) {
      return new IllegalArgumentException(
          "the password has characters other than printable ASCII, which Java "
              + Runtime.version().feature()
              + " cannot use, for "
              + of
              + ": use a newer Java, such as 25, or give it another password",
          cause);
    }
    boolean ascii =
        password == null || CharBuffer.wrap(password).chars().allMatch(c -> c >= ' ' && c <= '~');
    return new IllegalArgumentException(
        "wrong password for "
            + of
            + (ascii
                ? ""
                : "; or it is right, and its characters other than printable ASCII mean something"
                    + " else to the tool that encrypted it than to this JVM: give it another one"),
        cause);
  }

  private static boolean isUsable(char @Nullable [] password) {
    PBEKeySpec spec = new PBEKeySpec(password);
    try {
      SecretKeyFactory.getInstance(PASSWORD_BASED).generateSecret(spec);
      return true;
    } catch (InvalidKeySpecException e) {
      return false;
    } catch (GeneralSecurityException e) {
      return true;
    } finally {
      spec.clearPassword();
    }
  }
}
