package io.github.servicefabric.imagestore.testing;

import java.security.cert.Certificate;
import org.jspecify.annotations.Nullable;

/** Who may use a fake image store on https. Immutable. */
public final class ClientAccess {
  private static final ClientAccess ANYONE = new ClientAccess(null, null, false);

  private final @Nullable String token;
  private final @Nullable Certificate known;
  private final boolean certificate;

  private ClientAccess(@Nullable String token, @Nullable Certificate known, boolean certificate) {
    this.token = token;
    this.known = known;
    this.certificate = certificate;
  }

  /** Whoever comes. */
  public static ClientAccess anyone() {
    return ANYONE;
  }

  /**
   * Who has the certificate of {@link StoreCertificates#client}: without one, or with another, the
   * answer is 403 without a body.
   */
  public static ClientAccess certificate() {
    return new ClientAccess(null, null, true);
  }

  /** Who sends this bearer token: otherwise the answer is 401 with a challenge, without a body. */
  public static ClientAccess bearerToken(String token) {
    return new ClientAccess(token, null, false);
  }

  ClientAccess knowing(Certificate client) {
    return new ClientAccess(token, client, certificate);
  }

  boolean asksForCertificate() {
    return certificate;
  }

  /** Null where the client may come in. */
  @Nullable Reply refusal(GatewayRequest request, Peer peer) {
    if (certificate && !(peer.certificate() != null && peer.certificate().equals(known))) {
      return Reply.of(403).reason("Client certificate required");
    }
    if (token != null && !("Bearer " + token).equals(request.headers().get("Authorization"))) {
      return Reply.of(401).header("WWW-Authenticate", "Bearer");
    }
    return null;
  }
}
