package io.github.servicefabric.imagestore.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads PKCS#12 stores. */
final class Pkcs12 {
  private static final String KEY_IN_THE_CLEAR = "1.2.840.113549.1.12.10.1.1";

  static final String ANEW = "openssl pkcs12 -export -in cert.pem -inkey key.pem -out file.p12";

  private Pkcs12() {}

  static KeyStore store(Content content, char @Nullable [] password) {
    Der whole = Der.of(content.bytes());
    if (whole != null && whole.isCut()) {
      throw new IllegalArgumentException(
          "a PKCS#12 store that breaks off after "
              + content.bytes().length
              + " of "
              + whole.end()
              + " bytes in "
              + content.where());
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content.bytes()), password);
      return store;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The JVM's parser meets bytes that it did not think of, too.
      throw refused(content, password, e);
    }
  }

  private static IllegalArgumentException refused(
      Content content, char @Nullable [] password, Exception e) {
    if (e instanceof UnrecoverableKeyException
        || e.getCause() instanceof UnrecoverableKeyException) {
      return Encryption.wrongPassword(password, content.where(), e);
    }
    return Encryption.unreadable("a PKCS#12 store", content.bytes(), content.where(), ANEW, e);
  }

  /** Says that a store has no key that the JVM sees. */
  static IllegalArgumentException keyless(Content content) {
    Der whole = Der.of(content.bytes());
    boolean clear = whole != null && whole.oids().contains(KEY_IN_THE_CLEAR);
    return new IllegalArgumentException(
        "expected one private key, but there are 0 in "
            + content.where()
            + " that this JVM reads: "
            + (clear ? "the one in it is not encrypted" : "it may hold certificates alone")
            + "; make it anew with: "
            + ANEW);
  }

  static List<X509Certificate> authorities(Content content) {
    String where = content.where() + ", which must go without a password";
    KeyStore store = store(new Content(content.bytes(), content.form(), where), new char[0]);
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException(
            "no certificate that the JVM takes for an authority in "
                + content.where()
                + "; in PKCS#12 files of other tools they often lack the mark for that, so use PEM");
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "a key store that this JVM cannot read: " + content.where(), e);
    }
  }
}
