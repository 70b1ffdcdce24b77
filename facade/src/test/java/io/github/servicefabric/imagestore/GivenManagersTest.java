package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.Certificates.AUTHORITY;
import static io.github.servicefabric.imagestore.Certificates.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.UUID;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Trust managers and key managers of other libraries. */
class GivenManagersTest {
  private static X509TrustManager trustManager(boolean extended) {
    X509TrustManager given = certificates().build().trustManager();
    return extended ? given : new Plain(given);
  }

  private static HandshakeCertificates.Builder certificates() {
    return new HandshakeCertificates.Builder().addTrustedCertificate(AUTHORITY.certificate());
  }

  private record Plain(X509TrustManager given) implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange)
        throws CertificateException {
      given.checkServerTrusted(chain, keyExchange);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange)
        throws CertificateException {
      throw new CertificateException("no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return given.getAcceptedIssuers();
    }
  }

  private static X509ExtendedKeyManager keyManager(HeldCertificate own) {
    return (X509ExtendedKeyManager) certificates().heldCertificate(own).build().keyManager();
  }

  private static ImageStoreClient.Builder client(SecureGateway gateway, ServerTrust trust) {
    return ImageStoreClient.builder()
        .endpoint(gateway.endpoint())
        .serverTrust(trust)
        .retryPolicy(RetryPolicy.none());
  }

  private static ImageStoreException failure(Style style, ImageStoreClient client) {
    return catchThrowableOfType(
        ImageStoreException.class, () -> style.commit(client, UUID.randomUUID()));
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "SYNC,false", "ASYNC,true", "ASYNC,false"})
  void aTrustManagerDecides(Style style, boolean extended) {
    ServerTrust trust = ServerTrust.of(trustManager(extended));
    try (SecureGateway gateway = SecureGateway.trusted();
        ImageStoreClient client = client(gateway, trust).build()) {
      style.commit(client, UUID.randomUUID());
      assertThat(gateway.requests()).hasSize(1);
    }
    HeldCertificate unknown = Certificates.server().build();
    try (SecureGateway gateway = SecureGateway.of(unknown);
        ImageStoreClient client = client(gateway, trust).build()) {
      assertThat(failure(style, client))
          .isInstanceOf(ImageStoreUnreachableException.class)
          .hasMessageContaining("the server's certificate was refused")
          .hasMessageContaining("thumbprint " + thumbprint(unknown))
          .hasMessageContaining("expected was a certificate that the given trust manager accepts");
    }
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "SYNC,false", "ASYNC,true", "ASYNC,false"})
  void theHostNameIsCheckedBesideIt(Style style, boolean extended) {
    HeldCertificate other =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("elsewhere.example")
            .signedBy(AUTHORITY)
            .build();
    try (SecureGateway gateway = SecureGateway.of(other);
        ImageStoreClient client = client(gateway, ServerTrust.of(trustManager(extended))).build()) {
      assertThat(failure(style, client)).hasMessageContaining("(another host name)");
      assertThat(gateway.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aKeyManagerIsAsked(Style style) {
    HeldCertificate own = Certificates.client("deployer").rsa2048().build();
    try (SecureGateway gateway = SecureGateway.trusted().needsClientCertificate();
        ImageStoreClient client =
            client(gateway, ServerTrust.of(trustManager(true)))
                .credentials(ClientCredentials.of(keyManager(own)))
                .build()) {
      style.commit(client, UUID.randomUUID());
      assertThat(gateway.onlyRequest().getHandshake().peerCertificates())
          .contains(own.certificate());
    }
  }

  /** What it has is of an issuer that the server does not list, so that it shows nothing. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void whereAKeyManagerHasNothingToShowThatIsNamedAsTheReason(Style style) {
    HeldCertificate stranger =
        new HeldCertificate.Builder().signedBy(Certificates.OTHER_AUTHORITY).build();
    try (SecureGateway gateway = SecureGateway.trusted().needsClientCertificate();
        ImageStoreClient client =
            client(gateway, ServerTrust.of(trustManager(true)))
                .credentials(ClientCredentials.of(keyManager(stranger)))
                .build()) {
      assertThat(failure(style, client))
          .hasMessageContaining("Check the client certificate, for which the cluster asks");
    }
  }

  @Test
  void theyAreNamedAsWhatTheyAre() {
    assertThat(ServerTrust.of(trustManager(true))).hasToString("ServerTrust{trust manager}");
    HeldCertificate own = Certificates.client("deployer").build();
    assertThat(ClientCredentials.of(keyManager(own))).hasToString("ClientCredentials{key manager}");
  }
}
