package io.github.servicefabric.imagestore.internal.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** What makes a server's certificate chain the cluster's. */
public interface ServerRule {
  /**
   * Refuses a chain by throwing.
   *
   * @throws GeneralSecurityException if the chain is another's; its message says in what
   */
  public void check(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
      throws GeneralSecurityException;

  /** Returns what would have been the cluster's, for messages. */
  public String expected();

  /** Returns the authorities that the rule goes by; none where it goes by something else. */
  public X509Certificate[] acceptedIssuers();
}
