package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.ClientIdentity;
import io.github.servicefabric.imagestore.internal.tls.ClientKey;
import io.github.servicefabric.imagestore.internal.tls.ClientKeyManager;
import io.github.servicefabric.imagestore.internal.tls.KeyStores;
import io.github.servicefabric.imagestore.internal.tls.Pem;
import io.github.servicefabric.imagestore.internal.tls.Source;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a client proves to a secure cluster who it is: with a certificate or with a token. Safe for
 * use by several threads and by several clients; {@link ImageStoreClientBuilder#credentials} takes
 * it.
 *
 * <p>Files are read when a client is built, and whatever is wrong with them is told then. A client
 * reads them again when they change, so a renewed certificate needs no new client: new connections
 * use it, and calls under way go on. Nothing secret is in any message or in {@link #toString}.
 */
public final class ClientCredentials {
  private final String kind;
  private final List<Source> sources;
  private final @Nullable KeyStore keyStore;
  private final @Nullable TokenSource token;
  private final char @Nullable [] password;

  private ClientCredentials(
      String kind,
      List<Source> sources,
      @Nullable KeyStore keyStore,
      char @Nullable [] password,
      @Nullable TokenSource token) {
    this.kind = kind;
    this.sources = sources;
    this.keyStore = keyStore;
    this.password = password == null ? null : password.clone();
    this.token = token;
  }

  /**
   * A certificate and its private key in a PKCS#12 file.
   *
   * @param pkcs12 a file with one private key, such as a {@code .pfx} or {@code .p12}
   * @param password of the file; it is copied, so the array can be cleared afterwards
   * @return the credentials
   * @throws NullPointerException if an argument is null
   */
  public static ClientCredentials certificate(Path pkcs12, char[] password) {
    Objects.requireNonNull(password, "password must not be null");
    return new ClientCredentials("PKCS#12 file", List.of(Source.of(pkcs12)), null, password, null);
  }

  /**
   * A certificate and its private key in PEM files.
   *
   * @param certificate a file with the certificate, and after it those of its issuers
   * @param key a file with the key as PKCS#8 or PKCS#1; it may be the same one
   * @return the credentials
   * @throws NullPointerException if an argument is null
   */
  public static ClientCredentials certificate(Path certificate, Path key) {
    return pem(certificate, key, null);
  }

  /**
   * A certificate and its encrypted private key in PEM files.
   *
   * @param certificate a file with the certificate, and after it those of its issuers
   * @param key a file with the key as encrypted PKCS#8; it may be the same one
   * @param password of the key; it is copied, so the array can be cleared afterwards
   * @return the credentials
   * @throws NullPointerException if an argument is null
   */
  public static ClientCredentials certificate(Path certificate, Path key, char[] password) {
    return pem(certificate, key, Objects.requireNonNull(password, "password must not be null"));
  }

  private static ClientCredentials pem(Path certificate, Path key, char @Nullable [] password) {
    List<Source> sources = List.of(Source.of(certificate), Source.of(key));
    return new ClientCredentials("PEM files", sources, null, password, null);
  }

  /**
   * A certificate and its private key in a key store that is loaded already.
   *
   * @param keyStore a store with one private key
   * @param password of the key; it is copied, so the array can be cleared afterwards
   * @return the credentials
   * @throws NullPointerException if an argument is null
   */
  public static ClientCredentials certificate(KeyStore keyStore, char[] password) {
    Objects.requireNonNull(keyStore, "keyStore must not be null");
    Objects.requireNonNull(password, "password must not be null");
    return new ClientCredentials("key store", List.of(), keyStore, password, null);
  }

  /**
   * A token, such as Azure AD issues, in the {@code Authorization} header.
   *
   * @param tokens asked before each attempt, and once more after an answer of 401, which one more
   *     attempt follows at once; that is none of the {@link RetryPolicy}'s
   * @return the credentials
   * @throws NullPointerException if the source is null
   */
  public static ClientCredentials bearerToken(TokenSource tokens) {
    Objects.requireNonNull(tokens, "tokens must not be null");
    return new ClientCredentials("bearer token", List.of(), null, null, tokens);
  }

  @Nullable TokenSource token() {
    return token;
  }

  /** Null where a token proves who the client is. */
  @Nullable ClientIdentity identity() {
    return token == null
        ? new ClientIdentity(sources, now -> new ClientKeyManager(key(now)))
        : null;
  }

  private ClientKey key(Instant now) {
    if (keyStore != null) {
      return ClientKey.of(keyStore, password, now, "the given key store");
    }
    Source first = sources.get(0);
    if (sources.size() == 1) {
      KeyStore store = KeyStores.pkcs12(first.read(), password, first.toString());
      return ClientKey.of(store, password, now, first.toString());
    }
    Source key = sources.get(1);
    return ClientKey.of(
        Pem.privateKey(key.read(), password, key.toString()),
        Pem.certificates(first.read(), first.toString()),
        now,
        first.toString());
  }

  /** Returns the kind of credentials, and nothing of what they are. */
  @Override
  public String toString() {
    return "ClientCredentials{" + kind + '}';
  }
}
