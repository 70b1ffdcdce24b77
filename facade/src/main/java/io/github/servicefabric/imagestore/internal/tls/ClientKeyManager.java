package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the one client certificate there is, whichever issuers the server lists: it then says what
 * it has against it, where a client that sent none would be turned away without a reason.
 */
public final class ClientKeyManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";

  private final @Nullable ClientKey key;

  public ClientKeyManager(@Nullable ClientKey key) {
    this.key = key;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    CertificateDemand.notice();
    if (key != null) {
      for (String keyType : keyTypes) {
        // Some come with the signer's type behind them, such as EC_RSA.
        if (keyType.split("_")[0].equals(key.type())) {
          return ALIAS;
        }
      }
    }
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return key == null ? null : key.chain();
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return key == null ? null : key.key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return key == null ? null : new String[] {ALIAS};
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
