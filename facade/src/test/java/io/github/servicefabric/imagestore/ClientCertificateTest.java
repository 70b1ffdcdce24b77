package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import okhttp3.Protocol;
import okhttp3.TlsVersion;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClientCertificateTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir Path folder;

  private static ImageStoreClient.Builder client(SecureGateway gateway) {
    byte[] ca = Certificates.AUTHORITY.certificatePem().getBytes(StandardCharsets.US_ASCII);
    return ImageStoreClient.builder()
        .endpoint(gateway.endpoint())
        .serverTrust(ServerTrust.certificateAuthorities(new java.io.ByteArrayInputStream(ca)))
        .timing(new NoPauses());
  }

  private static List<Certificate> sent(
      Style style, HeldCertificate own, ClientCredentials credentials) {
    try (SecureGateway gateway = SecureGateway.trusted().needsClientCertificate();
        ImageStoreClient client = client(gateway).credentials(credentials).build()) {
      style.commit(client, UUID.randomUUID());
      List<Certificate> seen = gateway.onlyRequest().getHandshake().peerCertificates();
      assertThat(seen.get(0)).isEqualTo(own.certificate());
      return seen;
    }
  }

  private HeldCertificate own(boolean rsa) {
    HeldCertificate.Builder own = Certificates.client("deployer");
    return rsa ? own.rsa2048().build() : own.ecdsa256().build();
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "SYNC,false", "ASYNC,true", "ASYNC,false"})
  void aCertificateInPkcs12IsSent(Style style, boolean rsa) {
    HeldCertificate own = own(rsa);
    Path file = Certificates.pkcs12(folder.resolve("own.p12"), own, "secret");
    sent(style, own, ClientCredentials.certificate(file, PASSWORD));
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "SYNC,false", "ASYNC,true", "ASYNC,false"})
  void aCertificateInPemIsSent(Style style, boolean rsa) {
    HeldCertificate own = own(rsa);
    Path key = Certificates.write(folder.resolve("key.pem"), own.privateKeyPkcs8Pem());
    sent(style, own, ClientCredentials.certificate(Certificates.pem(folder, own), key));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aKeyInPkcs1IsSentFromTheSameFile(Style style) {
    HeldCertificate own = own(true);
    String both = own.privateKeyPkcs1Pem() + own.certificatePem();
    Path file = Certificates.write(folder.resolve("both.pem"), both);
    sent(style, own, ClientCredentials.certificate(file, file));
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "SYNC,false", "ASYNC,true", "ASYNC,false"})
  void aCertificateInAKeyStoreIsSent(Style style, boolean rsa) {
    HeldCertificate own = own(rsa);
    var store = Certificates.keyStore(own, "secret");
    sent(style, own, ClientCredentials.certificate(store, PASSWORD));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aChainInAnyOrderIsSentInItsOwn(Style style) {
    HeldCertificate middle =
        new HeldCertificate.Builder()
            .commonName("middle")
            .certificateAuthority(0)
            .signedBy(Certificates.AUTHORITY)
            .build();
    HeldCertificate own = new HeldCertificate.Builder().commonName("own").signedBy(middle).build();
    String file =
        Certificates.AUTHORITY.certificatePem()
            + middle.certificatePem()
            + own.certificatePem()
            + own.privateKeyPkcs8Pem();
    Path all = Certificates.write(folder.resolve("all.pem"), file);
    assertThat(sent(style, own, ClientCredentials.certificate(all, all)))
        .containsExactly(
            own.certificate(), middle.certificate(), Certificates.AUTHORITY.certificate());
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anRsaPssKeyIsUsed(Style style) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSASSA-PSS");
    generator.initialize(2048);
    HeldCertificate own =
        Certificates.client("deployer").keyPair(generator.generateKeyPair()).build();
    sent(style, own, ClientCredentials.certificate(Certificates.keyStore(own, "secret"), PASSWORD));
    Path key = Certificates.write(folder.resolve("key.pem"), own.privateKeyPkcs8Pem());
    sent(style, own, ClientCredentials.certificate(Certificates.pem(folder, own), key));
  }

  /** As keys of Windows' certificate store and of smart cards are. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void aKeyThatCannotLeaveItsStoreIsUsedThere(Style style) {
    HeldCertificate own = own(true);
    var store = new OpaqueKeyStore(own);
    sent(style, own, ClientCredentials.certificate(store, PASSWORD));
  }

  /**
   * The alert arrives while the client still writes, and the connection breaks under it: often
   * enough for each of these ways to come up within the repetitions.
   */
  @ParameterizedTest
  @CsvSource({
    "SYNC,TLS_1_2,HTTP_1_1",
    "SYNC,TLS_1_3,HTTP_1_1",
    "SYNC,TLS_1_3,HTTP_2",
    "ASYNC,TLS_1_2,HTTP_2",
    "ASYNC,TLS_1_3,HTTP_1_1",
    "ASYNC,TLS_1_3,HTTP_2"
  })
  void aMissingCertificateIsNamedAsTheReason(Style style, TlsVersion version, Protocol protocol) {
    try (SecureGateway gateway =
        SecureGateway.trusted().needsClientCertificate().speaking(version).speaking(protocol)) {
      for (int i = 0; i < 12; i++) {
        assertThat(turnedAway(style, gateway, null))
            .hasMessageContaining("Check the client certificate, for which the cluster asks")
            .hasMessageContaining("ClientCredentials.certificate sets it");
      }
      assertThat(gateway.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"SYNC,TLS_1_2", "SYNC,TLS_1_3", "ASYNC,TLS_1_2", "ASYNC,TLS_1_3"})
  void aCertificateThatTheHandshakeRefusesIsNamedAsTheReason(Style style, TlsVersion version) {
    HeldCertificate stranger =
        new HeldCertificate.Builder().signedBy(Certificates.OTHER_AUTHORITY).build();
    Path key = Certificates.write(folder.resolve("key.pem"), stranger.privateKeyPkcs8Pem());
    var credentials = ClientCredentials.certificate(Certificates.pem(folder, stranger), key);
    try (SecureGateway gateway =
        SecureGateway.trusted().needsClientCertificate().speaking(version)) {
      for (int i = 0; i < 10; i++) {
        assertThat(turnedAway(style, gateway, credentials))
            .hasMessageContaining("Check the client certificate");
      }
      assertThat(gateway.requests()).isEmpty();
    }
  }

  private static ImageStoreException turnedAway(
      Style style, SecureGateway gateway, @Nullable ClientCredentials credentials) {
    ImageStoreClient.Builder builder = client(gateway).retryPolicy(RetryPolicy.none());
    if (credentials != null) {
      builder.credentials(credentials);
    }
    try (ImageStoreClient client = builder.build()) {
      var failure =
          catchThrowableOfType(
              ImageStoreException.class, () -> style.commit(client, UUID.randomUUID()));
      // Only where the alert is lost with the connection may a request have been read for all we
      // know.
      Throwable cause = failure.getCause();
      if (Stream.concat(Stream.of(cause), Arrays.stream(cause.getSuppressed()))
          .anyMatch(told -> String.valueOf(told.getMessage()).contains("fatal alert"))) {
        assertThat(failure)
            .isInstanceOf(ImageStoreUnreachableException.class)
            .hasMessageContaining("Received fatal alert");
      }
      return failure;
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCertificateThatTheClusterDoesNotAcceptIsRefused(Style style) {
    HeldCertificate own = own(false);
    var credentials =
        ClientCredentials.certificate(Certificates.keyStore(own, "p"), "p".toCharArray());
    try (SecureGateway gateway = SecureGateway.trusted().wantsClientCertificate().answers(403);
        ImageStoreClient client = client(gateway).credentials(credentials).build()) {
      var refused =
          catchThrowableOfType(
              FabricErrorException.class, () -> style.commit(client, UUID.randomUUID()));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.attempts()).isEqualTo(1);
      assertThat(refused).hasMessageContaining("Check the client certificate");
    }
  }

  /**
   * HTTP/2 forbids to ask for a certificate once a request is under way, as Windows does; and its
   * calls would share one connection.
   */
  @ParameterizedTest
  @CsvSource({
    "SYNC,TLS_1_2,HTTP_1_1", "SYNC,TLS_1_2,HTTP_2", "SYNC,TLS_1_3,HTTP_1_1", "SYNC,TLS_1_3,HTTP_2",
    "ASYNC,TLS_1_2,HTTP_1_1", "ASYNC,TLS_1_2,HTTP_2", "ASYNC,TLS_1_3,HTTP_1_1",
        "ASYNC,TLS_1_3,HTTP_2"
  })
  void everyVersionOfTlsInUseIsSpokenAndHttp11Alone(
      Style style, TlsVersion version, Protocol protocol) {
    try (SecureGateway gateway = SecureGateway.trusted().speaking(version).speaking(protocol);
        ImageStoreClient client = client(gateway).build()) {
      style.commit(client, UUID.randomUUID());
      assertThat(gateway.onlyRequest().getHandshake().tlsVersion()).isEqualTo(version);
      assertThat(gateway.onlyRequest().getVersion()).isEqualTo("HTTP/1.1");
    }
  }
}
