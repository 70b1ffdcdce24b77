package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A private key and the certificate chain that goes with it, checked before they are used. The one
 * certificate is shown whichever issuers the server lists: it then says what it has against it,
 * where a client that sent none would be turned away without a reason.
 */
public final class ClientKey extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";
  private static final String PSS = "RSASSA-PSS";

  private final PrivateKey key;
  private final X509Certificate[] chain;

  private ClientKey(PrivateKey key, X509Certificate[] chain) {
    this.key = key;
    this.chain = chain;
  }

  public static ClientKey ofPem(
      Source certificate, Source key, char @Nullable [] password, Instant now) {
    return of(
        PrivateKeys.read(Content.of(key), password),
        Pem.certificates(Content.of(certificate)),
        now,
        certificate.toString());
  }

  public static ClientKey ofPkcs12(Source source, char @Nullable [] password, Instant now) {
    Content content = Content.of(source);
    if (content.is(Content.Form.PEM)) {
      throw content.lacks(
          "no PKCS#12 store",
          "give PEM files to ClientCredentials.certificate(certificate, key), the same one twice"
              + " where both are in it");
    }
    if (!content.is(Content.Form.PKCS12)) {
      throw content.lacks("no PKCS#12 store", "");
    }
    KeyStore store = Pkcs12.store(content, password);
    if (keys(store).isEmpty()) {
      throw Pkcs12.keyless(content);
    }
    return of(store, password, now, content.where());
  }

  public static ClientKey of(
      KeyStore store, char @Nullable [] password, Instant now, String where) {
    List<String> keys = keys(store);
    if (keys.size() != 1) {
      throw new IllegalArgumentException(
          "expected one private key, but there are "
              + keys.size()
              + " in "
              + where
              + ": make a store with the one that is meant");
    }
    try {
      PrivateKey key = (PrivateKey) store.getKey(keys.get(0), password);
      Certificate[] chain = store.getCertificateChain(keys.get(0));
      if (key == null || chain == null || chain.length == 0) {
        throw new IllegalArgumentException(
            "a private key without its certificate in "
                + where
                + ": export both together, as with: "
                + Pkcs12.ANEW);
      }
      return of(key, Arrays.stream(chain).map(X509Certificate.class::cast).toList(), now, where);
    } catch (UnrecoverableKeyException e) {
      throw Encryption.wrongPassword(password, "the private key in " + where, e);
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new IllegalArgumentException("a key store that this JVM cannot read: " + where, e);
    }
  }

  private static List<String> keys(KeyStore store) {
    try {
      List<String> keys = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
          keys.add(alias);
        }
      }
      return keys;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key store that is not loaded", e);
    }
  }

  private static ClientKey of(
      PrivateKey key, List<X509Certificate> certificates, Instant now, String where) {
    X509Certificate first = certificates.get(0);
    X509Certificate own =
        certificates.stream()
            .filter(certificate -> fits(key, certificate))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the private key does not fit the certificate "
                            + first.getSubjectX500Principal()
                            + (certificates.size() == 1
                                ? ""
                                : " nor any other of the " + certificates.size())
                            + " in "
                            + where));
    if (now.isAfter(own.getNotAfter().toInstant())
        || now.isBefore(own.getNotBefore().toInstant())) {
      throw new IllegalArgumentException(
          "the client certificate is expired or not yet valid: "
              + CertificateWords.of(own)
              + ", in "
              + where);
    }
    return new ClientKey(key, ordered(own, certificates));
  }

  /** Puts each issuer behind what it signed, as TLS 1.2 demands, and what is left behind these. */
  private static X509Certificate[] ordered(
      X509Certificate own, List<X509Certificate> certificates) {
    Set<X509Certificate> chain = new LinkedHashSet<>();
    X509Certificate last = own;
    while (last != null && chain.add(last)) {
      X509Certificate signed = last;
      last =
          certificates.stream()
              .filter(issuer -> CertificateWords.signed(issuer, signed))
              .findFirst()
              .orElse(null);
    }
    chain.addAll(certificates);
    return chain.toArray(new X509Certificate[0]);
  }

  /** Asks the key itself: those of Windows or of a smart card show nothing to compare. */
  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      if (algorithm.equals(PSS)) {
        signature.setParameter(parameters(key));
      }
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private static PSSParameterSpec parameters(PrivateKey key) {
    return key instanceof RSAKey rsa && rsa.getParams() instanceof PSSParameterSpec own
        ? own
        : new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    String own = chain[0].getPublicKey().getAlgorithm();
    for (String keyType : keyTypes) {
      // Some come with the signer's type behind them, such as EC_RSA.
      if (keyType.split("_")[0].equals(own)) {
        return ALIAS;
      }
    }
    return null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  /** It need not have an encoded form: keys of Windows or of a smart card have none. */
  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
