package io.github.servicefabric.imagestore.internal.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A private key and the certificate chain that goes with it, checked before they are used. */
public final class ClientKey {
  private final PrivateKey key;
  private final X509Certificate[] chain;

  private ClientKey(PrivateKey key, X509Certificate[] chain) {
    this.key = key;
    this.chain = chain;
  }

  public static ClientKey of(
      PrivateKey key, List<X509Certificate> chain, Instant now, String where) {
    X509Certificate own = chain.get(0);
    if (!fits(key, own)) {
      throw new IllegalArgumentException(
          "the private key does not fit the certificate "
              + own.getSubjectX500Principal()
              + " in "
              + where);
    }
    if (now.isAfter(own.getNotAfter().toInstant())
        || now.isBefore(own.getNotBefore().toInstant())) {
      throw new IllegalArgumentException(
          "the client certificate is expired or not yet valid: "
              + CertificateWords.of(own)
              + ", in "
              + where);
    }
    return new ClientKey(key, chain.toArray(new X509Certificate[0]));
  }

  public static ClientKey of(
      KeyStore store, char @Nullable [] password, Instant now, String where) {
    try {
      List<String> keys =
          Collections.list(store.aliases()).stream().filter(alias -> isKey(store, alias)).toList();
      if (keys.size() != 1) {
        throw new IllegalArgumentException(
            "expected one private key, but there are " + keys.size() + " in " + where);
      }
      PrivateKey key = (PrivateKey) store.getKey(keys.get(0), password);
      List<X509Certificate> chain =
          Arrays.stream(store.getCertificateChain(keys.get(0)))
              .map(X509Certificate.class::cast)
              .toList();
      return of(key, chain, now, where);
    } catch (UnrecoverableKeyException e) {
      throw new IllegalArgumentException("wrong password for the private key in " + where, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key store that this JVM cannot read: " + where, e);
    }
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      byte[] sample = {1, 2, 3};
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The algorithm, as the other side has to accept it. */
  public String type() {
    return chain[0].getPublicKey().getAlgorithm();
  }

  /** It need not have an encoded form: keys of Windows or of a smart card have none. */
  public PrivateKey key() {
    return key;
  }

  public X509Certificate[] chain() {
    return chain.clone();
  }
}
