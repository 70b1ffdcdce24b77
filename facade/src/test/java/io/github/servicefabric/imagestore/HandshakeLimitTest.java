package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A frozen process still takes connections, for its system does. */
class HandshakeLimitTest {
  private static final long LIMIT_MILLIS = 250;

  private final List<String> tried = new ArrayList<>();

  private ImageStoreClientBuilder client(String... endpoints) {
    byte[] ca = Certificates.AUTHORITY.certificatePem().getBytes(StandardCharsets.US_ASCII);
    return ImageStoreClient.builder()
        .endpoints(endpoints)
        .serverTrust(ServerTrust.certificateAuthorities(new ByteArrayInputStream(ca)))
        .attemptListener(event -> tried.add(event.endpoint()))
        .timing(new NoPauses())
        .httpClient(
            new OkHttpClient.Builder().connectTimeout(Duration.ofMillis(LIMIT_MILLIS)).build());
  }

  @ParameterizedTest
  @CsvSource({"SYNC,HTTP_1_1", "SYNC,HTTP_2", "ASYNC,HTTP_1_1", "ASYNC,HTTP_2"})
  void whereAHandshakeHangsTheNextEndpointIsTried(Style style, Protocol protocol) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        SecureGateway gateway = SecureGateway.trusted().speaking(protocol);
        ImageStoreClient client =
            client("https://127.0.0.1:" + silent.getLocalPort(), gateway.endpoint()).build()) {
      style.commit(client, UUID.randomUUID());
      assertThat(tried).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"SYNC,HTTP_1_1", "SYNC,HTTP_2", "ASYNC,HTTP_1_1", "ASYNC,HTTP_2"})
  void anAnswerMayTakeLongerThanTheHandshake(Style style, Protocol protocol) {
    CountDownLatch open = new CountDownLatch(1);
    try (SecureGateway gateway = SecureGateway.trusted().speaking(protocol);
        ImageStoreClient client = client(gateway.endpoint()).build()) {
      gateway.holds(open);
      CompletableFuture.delayedExecutor(2 * LIMIT_MILLIS, TimeUnit.MILLISECONDS)
          .execute(open::countDown);
      style.commit(client, UUID.randomUUID());
      assertThat(tried).hasSize(1);
    }
  }
}
