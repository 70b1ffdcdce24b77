package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Name, TCP, a proxy's answer and the handshake have one limit together, whatever the server
 * timeout: here it is an hour, and a test that waits for it fails by its own.
 */
class ConnectLimitTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final CallOptions AN_HOUR =
      CallOptions.builder().timeout(Duration.ofHours(1)).build();

  @ParameterizedTest
  @EnumSource(Style.class)
  void aProxyThatTakesConnectAndNeverAnswers(Style style) {
    int taken =
        GrowingLimit.until(
            requests -> requests > 0,
            limit -> {
              try (RawServer proxy = RawServer.silent()) {
                endsInTime(style, "https://cluster.invalid", through(proxy, limit));
                return proxy.requests();
              }
            });
    assertThat(taken).isEqualTo(1);
  }

  private static OkHttpClient through(RawServer proxy, Duration limit) {
    int port = Integer.parseInt(proxy.endpoint().substring("http://127.0.0.1:".length()));
    return limited(limit)
        .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port)))
        .build();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aHandshakeThatDripsAByteAtATime(Style style) {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server = RawServer.start((raw, connection) -> drip(connection, over))) {
      endsInTime(style, server.endpoint().replace("http:", "https:"), limited(LIMIT).build());
    } finally {
      over.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aHandshakeThatNeverBegins(Style style) {
    try (RawServer server = RawServer.silent()) {
      endsInTime(style, server.endpoint().replace("http:", "https:"), limited(LIMIT).build());
    }
  }

  /** One record of a handshake that announces 16 KiB, so that no byte ends it. */
  private static void drip(Socket connection, CountDownLatch over) throws IOException {
    byte[] head = {0x16, 3, 3, 0x40, 0, 2, 0, 0x3f, (byte) 0xfc};
    try {
      for (int i = 0; over.getCount() > 0; i++) {
        connection.getOutputStream().write(i < head.length ? head[i] : 3);
        over.await(10, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static OkHttpClient.Builder limited(Duration limit) {
    return new OkHttpClient.Builder()
        .connectTimeout(limit)
        .dns(host -> List.of(InetAddress.getByName("127.0.0.1")));
  }

  private static void endsInTime(Style style, String endpoint, OkHttpClient http) {
    try (ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint(endpoint)
            .httpClient(http)
            .retryPolicy(RetryPolicy.none())
            .build()) {
      var e =
          catchThrowableOfType(
              ImageStoreUnreachableException.class,
              () -> style.commit(client, UUID.randomUUID(), AN_HOUR));
      assertThat(e).hasMessageContaining("within the time for connecting");
    }
  }
}
