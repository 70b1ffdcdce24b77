package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a server asked for a client certificate, whatever there is to show it. A handshake
 * takes place on the thread of the attempt that needs the connection.
 */
public final class CertificateDemand extends X509ExtendedKeyManager {
  private static final ThreadLocal<Boolean> NOTICED = new ThreadLocal<>();

  private final @Nullable X509ExtendedKeyManager keys;

  /** Takes the keys of a client, null where it has none. */
  CertificateDemand(@Nullable X509ExtendedKeyManager keys) {
    this.keys = keys;
  }

  /** Whether a server asked on this thread since {@link #forget}. */
  public static boolean noticed() {
    return NOTICED.get() != null;
  }

  public static void forget() {
    NOTICED.remove();
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    NOTICED.set(true);
    return keys == null ? null : keys.chooseClientAlias(keyTypes, issuers, socket);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    NOTICED.set(true);
    return keys == null ? null : keys.chooseEngineClientAlias(keyTypes, issuers, engine);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return keys == null ? null : keys.getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return keys == null ? null : keys.getPrivateKey(alias);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return keys == null ? null : keys.getClientAliases(keyType, issuers);
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
