package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.ClientKey;
import io.github.servicefabric.imagestore.internal.tls.Source;
import io.github.servicefabric.imagestore.internal.tls.Tls;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * How a client proves to a secure cluster who it is: with a certificate or with a token. Immutable,
 * hence safe for use by several threads and by several clients; {@link
 * ImageStoreClient.Builder#credentials} takes it. Nothing secret is in any message or in {@link
 * #toString}.
 *
 * <p>Files are read when a client is built, and whatever is wrong with them is told then, by an
 * {@link IllegalArgumentException} that says what was found and what to do: no key or no
 * certificate, several keys, a key that belongs to another certificate, dates that are over or yet
 * to come, another form than was asked for, a wrong password. A file may have 4 MiB.
 *
 * <p>While the client is in use, a call lets it look whether files have changed, at most every 5
 * seconds and in the background; changed ones are read again, so a renewed certificate needs no new
 * client: new connections use it, and calls under way go on. Until then, and for as long as the new
 * files cannot be used, the former certificate serves; a warning in the log says why, and they are
 * tried again when they change once more, and 30 seconds later.
 */
public final class ClientCredentials {
  private final String kind;
  private final Tls.@Nullable ClientIdentity identity;
  private final @Nullable TokenSource tokens;

  private ClientCredentials(
      String kind, Tls.@Nullable ClientIdentity identity, @Nullable TokenSource tokens) {
    this.kind = kind;
    this.identity = identity;
    this.tokens = tokens;
  }

  private static ClientCredentials ofKey(
      String kind, List<Source> sources, Function<Instant, X509ExtendedKeyManager> key) {
    return new ClientCredentials(kind, new Tls.ClientIdentity(sources, key), null);
  }

  /**
   * A certificate and its private key in a PKCS#12 file.
   *
   * @param pkcs12 a file with one private key, such as a {@code .pfx} or {@code .p12}, as it is or
   *     as base64 text, in which form Azure Key Vault hands it out
   * @param password of the file, empty where it has none; it is copied, so the array can be cleared
   *     afterwards. Java 17 can use printable ASCII only
   * @return the credentials
   * @throws NullPointerException if an argument is null
   */
  public static ClientCredentials certificate(Path pkcs12, char[] password) {
    Source source = Source.of(pkcs12);
    char[] own = copy(password);
    return ofKey("PKCS#12 file", List.of(source), now -> ClientKey.ofPkcs12(source, own, now));
  }

  /**
   * A certificate and its private key in PEM files.
   *
   * @param certificate a file with the certificate and those of its issuers, in any order
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
   * @param certificate a file with the certificate and those of its issuers, in any order
   * @param key a file with the key as encrypted PKCS#8; it may be the same one
   * @param password of the key; it is copied, so the array can be cleared afterwards. Java 17 can
   *     use printable ASCII only
   * @return the credentials
   * @throws NullPointerException if an argument is null
   */
  public static ClientCredentials certificate(Path certificate, Path key, char[] password) {
    return pem(certificate, key, copy(password));
  }

  private static ClientCredentials pem(Path certificate, Path key, char @Nullable [] password) {
    Source certificates = Source.of(certificate);
    Source keys = Source.of(key);
    return ofKey(
        "PEM files",
        List.of(certificates, keys),
        now -> ClientKey.ofPem(certificates, keys, password, now));
  }

  /**
   * A certificate and its private key in a key store that is loaded already. It is read when a
   * client is built; what changes in it later has no effect on that client.
   *
   * @param keyStore a store with one private key, which need not leave it: Windows' store and those
   *     of smart cards do as well
   * @param password of the key; it is copied, so the array can be cleared afterwards
   * @return the credentials
   * @throws NullPointerException if an argument is null
   */
  public static ClientCredentials certificate(KeyStore keyStore, char[] password) {
    Objects.requireNonNull(keyStore, "keyStore must not be null");
    char[] own = copy(password);
    return ofKey(
        "key store", List.of(), now -> ClientKey.of(keyStore, own, now, "the given key store"));
  }

  private static char[] copy(char[] password) {
    return Objects.requireNonNull(password, "password must not be null").clone();
  }

  /**
   * A certificate that another library chooses, and renews if it does.
   *
   * @param keyManager asked for each new connection on which the server wants a certificate,
   *     perhaps by several threads at once; connections that are open keep the one they were made
   *     with
   * @return the credentials
   * @throws NullPointerException if the key manager is null
   */
  public static ClientCredentials of(X509ExtendedKeyManager keyManager) {
    Objects.requireNonNull(keyManager, "keyManager must not be null");
    return ofKey("key manager", List.of(), now -> keyManager);
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
    return new ClientCredentials("bearer token", null, tokens);
  }

  @Nullable TokenSource token() {
    return tokens;
  }

  /** Null where a token proves who the client is. */
  Tls.@Nullable ClientIdentity identity() {
    return identity;
  }

  /** Returns the kind of credentials, and nothing of what they are. */
  @Override
  public String toString() {
    return "ClientCredentials{" + kind + '}';
  }
}
