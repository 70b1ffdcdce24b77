package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against OpenSSL's own server, with files that OpenSSL made. */
class OpenSslTest {
  private static final char[] PASSWORD = OpenSsl.PASSWORD.toCharArray();

  @TempDir static Path folder;
  private static OpenSsl openSsl;

  @BeforeAll
  static void makeFiles() throws Exception {
    assumeTrue(OpenSsl.isInstalled(), "needs the openssl command, from Debian's package openssl");
    openSsl = new OpenSsl(folder);
    openSsl.makeCertificates();
    String pair = " -in client.pem -inkey client.key -passout env:PASSWORD";
    openSsl.run("pkcs8 -topk8 -in client.key -passout env:PASSWORD -out encrypted.key");
    openSsl.run("pkcs8 -topk8 -v1 PBE-SHA1-3DES -in client.key -passout env:PASSWORD -out old.key");
    openSsl.run("rsa -traditional -in client.key -out pkcs1.key");
    openSsl.run("pkcs12 -export -out client.p12" + pair);
    openSsl.run(
        "pkcs12 -export -out windows.pfx -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1"
            + pair);
    openSsl.run("pkcs12 -export -nokeys -in ca.pem -out ca.p12 -passout pass:");
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }

  private static ClientCredentials credentials(String file) {
    return switch (file) {
      case "client.p12", "windows.pfx" -> ClientCredentials.certificate(file(file), PASSWORD);
      case "encrypted.key", "old.key" ->
          ClientCredentials.certificate(file("client.pem"), file(file), PASSWORD);
      default -> ClientCredentials.certificate(file("client.pem"), file(file));
    };
  }

  private static ImageStoreClient client(
      OpenSsl.Server server, @Nullable ClientCredentials credentials) throws Exception {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder()
            .endpoint(server.endpoint())
            .serverTrust(ServerTrust.certificateAuthorities(file("ca.pem")))
            .retryPolicy(RetryPolicy.none());
    return credentials == null ? builder.build() : builder.credentials(credentials).build();
  }

  private static CompletableFuture<Void> commit(Style style, ImageStoreClient client) {
    return CompletableFuture.runAsync(
        () -> style.commit(client, UUID.randomUUID()), task -> new Thread(task).start());
  }

  @ParameterizedTest
  @CsvSource({
    "SYNC,client.p12,-tls1_3", "ASYNC,client.p12,-tls1_2",
    "SYNC,windows.pfx,-tls1_2", "ASYNC,windows.pfx,-tls1_3",
    "SYNC,client.key,-tls1_3", "ASYNC,client.key,-tls1_2",
    "SYNC,encrypted.key,-tls1_2", "ASYNC,encrypted.key,-tls1_3",
    "SYNC,old.key,-tls1_3", "ASYNC,old.key,-tls1_2",
    "SYNC,pkcs1.key,-tls1_2", "ASYNC,pkcs1.key,-tls1_3"
  })
  void everyFormOfCertificateIsAccepted(Style style, String file, String version) throws Exception {
    try (OpenSsl.Server server = openSsl.server("-Verify 1 -verify_return_error " + version);
        ImageStoreClient client = client(server, credentials(file))) {
      CompletableFuture<Void> commit = commit(style, client);
      server.await("CN = client");
      server.awaitRequest();
      server.answer("200 OK");
      commit.get(300, TimeUnit.SECONDS);
    }
  }

  /** As Windows' HTTP stack does by default: TLS 1.2, and the certificate is asked for late. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void aCertificateThatIsAskedForAfterTheRequestIsSent(Style style) throws Exception {
    try (OpenSsl.Server server =
            openSsl.server("-tls1_2 -no_resumption_on_reneg -alpn h2,http/1.1");
        ImageStoreClient client = client(server, credentials("client.p12"))) {
      CompletableFuture<Void> commit = commit(style, client);
      server.awaitRequest();
      server.type("R\n");
      server.await("depth=0 CN = client");
      server.await("verify return:1");
      server.answer("200 OK");
      commit.get(300, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void withoutACertificateTheServerThatAsksLateCanSayNo(Style style) throws Exception {
    try (OpenSsl.Server server = openSsl.server("-tls1_2 -no_resumption_on_reneg -state");
        ImageStoreClient client = client(server, null)) {
      CompletableFuture<Void> commit = commit(style, client);
      server.awaitRequest();
      server.type("R\n");
      server.await("read client certificate");
      server.await("SSLv3/TLS write finished");
      server.answer("403 Forbidden");
      assertThatThrownBy(commit::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(FabricErrorException.class)
          .hasMessageContaining("Check the client certificate");
    }
  }

  @ParameterizedTest
  @CsvSource({"SYNC,-tls1_2", "SYNC,-tls1_3", "ASYNC,-tls1_2", "ASYNC,-tls1_3"})
  void aMissingCertificateIsNamedAsTheReason(Style style, String version) throws Exception {
    try (OpenSsl.Server server = openSsl.server("-Verify 1 " + version);
        ImageStoreClient client = client(server, null)) {
      var failure =
          catchThrowableOfType(
              ImageStoreException.class, () -> style.commit(client, UUID.randomUUID()));
      assertThat(failure)
          .hasMessageContaining("Check the client certificate, for which the cluster asks");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"client.p12", "windows.pfx", "encrypted.key", "old.key"})
  void aWrongPasswordIsToldAsSuch(String file) {
    char[] wrong = "wrong".toCharArray();
    ClientCredentials credentials =
        file.endsWith(".key")
            ? ClientCredentials.certificate(file("client.pem"), file(file), wrong)
            : ClientCredentials.certificate(file(file), wrong);
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder().endpoint("https://127.0.0.1:1").credentials(credentials);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wrong password for")
        .hasMessageContaining(file)
        .hasMessageNotContaining("wrong.");
  }

  @Test
  void anEncryptedKeyWithoutAPasswordIsToldAsSuch() {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder()
            .endpoint("https://127.0.0.1:1")
            .credentials(ClientCredentials.certificate(file("client.pem"), file("encrypted.key")));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the private key in " + file("encrypted.key") + " is encrypted: give its password");
  }

  /** The JVM sees only certificates with a mark of its own, which openssl does not set. */
  @Test
  void authoritiesInAPkcs12FileOfOpensslAreRefusedWithTheWayOut() {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder()
            .endpoint("https://127.0.0.1:1")
            .serverTrust(ServerTrust.certificateAuthorities(file("ca.p12")));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no certificate that the JVM takes for an authority in")
        .hasMessageContaining("use PEM");
  }
}
