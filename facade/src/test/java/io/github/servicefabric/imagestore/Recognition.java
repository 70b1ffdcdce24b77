package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.Certificates.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.UUID;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/** Whether a client that has a certain trust takes a server that has a certain certificate. */
final class Recognition {
  private Recognition() {}

  static void accepted(
      Style style, HeldCertificate own, ServerTrust trust, HeldCertificate... issuers) {
    try (SecureGateway gateway = SecureGateway.of(own, issuers);
        ImageStoreClient client = client(gateway, trust)) {
      style.commit(client, UUID.randomUUID());
      assertThat(gateway.requests()).hasSize(1);
    }
  }

  /** Refused in one attempt, with no request, by a message that helps. */
  static String refused(
      Style style, HeldCertificate own, @Nullable ServerTrust trust, HeldCertificate... issuers) {
    try (SecureGateway gateway = SecureGateway.of(own, issuers);
        ImageStoreClient client = client(gateway, trust)) {
      var refused = refusal(style, gateway, client);
      assertThat(refused)
          .hasMessageContaining("the server's certificate was refused")
          .hasMessageContaining("presented was subject CN=" + Certificates.CLUSTER)
          .hasMessageContaining("thumbprint " + thumbprint(own))
          .hasMessageContaining("valid from " + own.certificate().getNotBefore().toInstant())
          .hasMessageContaining("to " + own.certificate().getNotAfter().toInstant())
          .hasMessageContaining("expected was")
          .hasMessageContaining("with ServerTrust how to recognize it");
      return refused.getMessage();
    }
  }

  static ImageStoreUnreachableException refusal(
      Style style, SecureGateway gateway, ImageStoreClient client) {
    var refused =
        catchThrowableOfType(
            ImageStoreUnreachableException.class, () -> style.commit(client, UUID.randomUUID()));
    assertThat(gateway.requests()).isEmpty();
    assertThat(refused.attempts()).isEqualTo(1);
    return refused;
  }

  private static ImageStoreClient client(SecureGateway gateway, @Nullable ServerTrust trust) {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder().endpoint(gateway.endpoint()).timing(new NoPauses());
    return trust == null ? builder.build() : builder.serverTrust(trust).build();
  }
}
