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

/** Reads and makes key stores. */
public final class KeyStores {
  private KeyStores() {}

  public static KeyStore pkcs12(byte[] content, char @Nullable [] password, String where) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), password);
      return store;
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw new IllegalArgumentException("wrong password for " + where, e);
      }
      throw new IllegalArgumentException("neither PEM nor PKCS#12 in " + where, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a PKCS#12 store that this JVM cannot read: " + where, e);
    }
  }

  public static KeyStore of(List<X509Certificate> authorities) {
    try {
      KeyStore store = empty();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("authorities that this JVM cannot use", e);
    }
  }

  public static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty store has nothing to read", e);
    }
    return store;
  }

  public static List<X509Certificate> certificates(KeyStore store, String where) {
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
                + where
                + "; in PKCS#12 files of other tools they often lack the mark for that, so use PEM");
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key store that this JVM cannot read: " + where, e);
    }
  }
}
