package io.github.servicefabric.imagestore.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servicefabric.imagestore.ImageStoreClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {
  private static final HeldCertificate OWN =
      new HeldCertificate.Builder()
          .commonName("cluster.example")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  private final MockWebServer server = new MockWebServer();

  @AfterEach
  void close() {
    server.close();
  }

  private void commits(Map<String, String> properties, Map<String, String> environment)
      throws Exception {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(OWN)
            .addTrustedCertificate(OWN.certificate())
            .build();
    server.useHttps(certificates.sslSocketFactory());
    server.requestClientAuth();
    server.enqueue(new MockResponse.Builder().build());
    server.start(java.net.InetAddress.getByName("127.0.0.1"), 0);
    var builder = ImageStoreClient.builder().endpoint("https://127.0.0.1:" + server.getPort());
    new Security(properties::get, environment::get).applyTo(builder);
    try (ImageStoreClient client = builder.build()) {
      client.commitUploadSession(UUID.randomUUID());
    }
  }

  @Test
  void ownAuthorityAndClientCertificateInPem(@TempDir Path folder) throws Exception {
    Path ca = Files.writeString(folder.resolve("ca.pem"), OWN.certificatePem());
    Path key = Files.writeString(folder.resolve("own.key"), OWN.privateKeyPkcs8Pem());
    commits(
        Map.of("ca", ca.toString(), "certificate", ca.toString(), "key", key.toString()), Map.of());
    assertThat(server.takeRequest().getHandshake().peerCertificates()).contains(OWN.certificate());
  }

  @Test
  void tokenFromTheEnvironmentAndCommonNameOfAnIssuer() throws Exception {
    String issuer = okio.ByteString.of(OWN.certificate().getEncoded()).sha256().hex();
    commits(
        Map.of("commonName", "cluster.example", "issuer", issuer),
        Map.of(Security.TOKEN, "a-token"));
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer a-token");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    refused(Map.of("ca", "a.pem", "thumbprint", "00"), Map.of(), "give one of -Dca and -Dthumb");
    refused(Map.of("issuer", "00"), Map.of(), "-Dissuer goes with -DcommonName");
    refused(Map.of("key", "a.key"), Map.of(), "-Dkey goes with -Dcertificate");
    refused(
        Map.of("certificate", "a.p12"), Map.of(Security.TOKEN, "x"), "give either -Dcertificate");
  }

  private static void refused(
      Map<String, String> properties, Map<String, String> environment, String words) {
    Security security = new Security(properties::get, environment::get);
    assertThatThrownBy(() -> security.applyTo(ImageStoreClient.builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }
}
