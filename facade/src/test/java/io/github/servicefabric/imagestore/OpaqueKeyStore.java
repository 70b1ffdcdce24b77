package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreSpi;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/** A store with one RSA key that signs, but has no encoded form. */
final class OpaqueKeyStore extends KeyStore {
  OpaqueKeyStore(HeldCertificate held) {
    super(new Spi(held), provider(), "opaque");
    try {
      load(null, null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Provider provider() {
    return Security.getProviders()[0];
  }

  private static Key opaque(Object key) {
    return (Key)
        Proxy.newProxyInstance(
            OpaqueKeyStore.class.getClassLoader(),
            new Class<?>[] {RSAPrivateCrtKey.class},
            (proxy, method, arguments) ->
                List.of("getEncoded", "getFormat").contains(method.getName())
                    ? null
                    : method.invoke(key, arguments));
  }

  private static final class Spi extends KeyStoreSpi {
    private final HeldCertificate held;

    Spi(HeldCertificate held) {
      this.held = held;
    }

    @Override
    public Key engineGetKey(String alias, char[] password) {
      return opaque(held.keyPair().getPrivate());
    }

    @Override
    public Certificate[] engineGetCertificateChain(String alias) {
      return new Certificate[] {held.certificate()};
    }

    @Override
    public Certificate engineGetCertificate(String alias) {
      return held.certificate();
    }

    @Override
    public boolean engineEntryInstanceOf(String alias, Class<? extends Entry> entryClass) {
      return entryClass == PrivateKeyEntry.class;
    }

    @Override
    public Enumeration<String> engineAliases() {
      return Collections.enumeration(List.of("own"));
    }

    @Override
    public boolean engineContainsAlias(String alias) {
      return true;
    }

    @Override
    public int engineSize() {
      return 1;
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
      return true;
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
      return false;
    }

    @Override
    public String engineGetCertificateAlias(Certificate certificate) {
      return "own";
    }

    @Override
    public Date engineGetCreationDate(String alias) {
      return new Date(0);
    }

    @Override
    public void engineLoad(InputStream stream, char[] password) {
      // It is there already.
    }

    @Override
    public void engineStore(OutputStream stream, char[] password) {
      throw new UnsupportedOperationException("the key stays where it is");
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {
      throw new UnsupportedOperationException("read only");
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
      throw new UnsupportedOperationException("read only");
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) {
      throw new UnsupportedOperationException("read only");
    }

    @Override
    public void engineDeleteEntry(String alias) {
      throw new UnsupportedOperationException("read only");
    }
  }
}
