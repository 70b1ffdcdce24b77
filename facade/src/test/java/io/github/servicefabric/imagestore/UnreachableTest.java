package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnreachableTest {
  private final TestTiming timing = new TestTiming();

  @ParameterizedTest
  @EnumSource(Style.class)
  void aRefusedConnectionIsTriedAgainAndUnreachableInTheEnd(Style style) throws Exception {
    // Bound but not listening: the port is taken, and refuses.
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
      String endpoint = "http://127.0.0.1:" + deaf.getLocalPort();
      try (ImageStoreClient client =
          ImageStoreClient.builder().endpoint(endpoint).timing(timing).build()) {
        ImageStoreUnreachableException e = unreachable(style, client);
        assertThat(e.attempts()).isEqualTo(3);
        assertThat(e)
            .hasCauseInstanceOf(ConnectException.class)
            .hasMessageContaining("not committed, no connection to " + endpoint)
            .hasMessageContaining("Check the endpoint, and that its gateway runs");
        assertThat(e.getSuppressed()).hasSize(2).hasOnlyElementsOfType(ConnectException.class);
        assertThat(timing.pauses()).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aNameThatDoesNotResolveIsUnreachable(Style style) {
    OkHttpClient lost =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  throw new UnknownHostException(host);
                })
            .build();
    try (ImageStoreClient client = given("http://nowhere.invalid", lost)) {
      assertThat(unreachable(style, client)).hasCauseInstanceOf(UnknownHostException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aNameIsAskedAgainOnlyWhenTheJvmHasForgottenThatItFailed(Style style) {
    AtomicInteger asked = new AtomicInteger();
    OkHttpClient lost =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  asked.incrementAndGet();
                  throw new UnknownHostException(host);
                })
            .build();
    try (ImageStoreClient client = given("http://nowhere.invalid", lost)) {
      unreachable(style, client);
    }
    assertThat(asked).hasValue(3);
    assertThat(timing.pauses()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anotherEndpointNeedNotWaitForANameThatFailed(Style style) {
    OkHttpClient lost =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  if (host.endsWith(".invalid")) {
                    throw new UnknownHostException(host);
                  }
                  return List.of(InetAddress.getByName("127.0.0.1"));
                })
            .build();
    timing.random(0);
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoints("http://nowhere.invalid", server.endpoint())
                .httpClient(lost)
                .timing(timing)
                .build()) {
      style.commit(client, UUID.randomUUID());
      assertThat(timing.pauses()).containsExactly(Duration.ZERO);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aHostIsTriedAtAllItsAddresses(Style style) throws Exception {
    // On many machines localhost is ::1 as well as 127.0.0.1, and the gateway listens at one.
    InetAddress deaf = InetAddress.getByName("127.0.0.2");
    InetAddress live = InetAddress.getByName("127.0.0.1");
    OkHttpClient two = new OkHttpClient.Builder().dns(host -> List.of(deaf, live)).build();
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        ImageStoreClient client = given(server.endpoint().replace("127.0.0.1", "localhost"), two)) {
      style.commit(client, UUID.randomUUID());
      assertThat(server.requests()).isEqualTo(1);
      assertThat(timing.pauses()).as("no attempt of the policy was spent").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aTlsFailureIsNotTriedAgain(Style style) {
    RawServer.Script speaksNoTls =
        (server, connection) -> {
          connection.getInputStream().read(new byte[5]);
          connection
              .getOutputStream()
              .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
          server.readRequest(connection);
        };
    try (RawServer server = RawServer.start(speaksNoTls);
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(server.endpoint().replace("http:", "https:"))
                .timing(timing)
                .build()) {
      ImageStoreUnreachableException e = unreachable(style, client);
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(e).hasCauseInstanceOf(SSLException.class).hasMessageContaining("speaks it at all");
      assertThat(timing.pauses()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aConnectionThatBreaksInTheTlsHandshakeIsTriedAgain(Style style) {
    try (RawServer server =
            RawServer.start((raw, connection) -> connection.getInputStream().read(new byte[5]));
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(server.endpoint().replace("http:", "https:"))
                .timing(timing)
                .build()) {
      assertThat(unreachable(style, client).attempts()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aConnectionThatComesAboutLaterMendsIt(Style style) {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        ImageStoreClient client = given(server.endpoint(), refusing(1, 2))) {
      style.commit(client, UUID.randomUUID());
      assertThat(server.requests()).isEqualTo(1);
      assertThat(timing.pauses()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void oneRefusalAmongRefusedConnectionsIsWhatTheClusterSaid(Style style) {
    String busy = "HTTP/1.1 429 Slow\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<html>";
    try (RawServer server = RawServer.answering(busy);
        ImageStoreClient client = given(server.endpoint(), refusing(2, 3))) {
      var refused =
          catchThrowableOfType(
              FabricErrorException.class, () -> style.commit(client, UUID.randomUUID()));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.attempts()).isEqualTo(3);
      assertThat(refused.getSuppressed()).hasSize(2).hasOnlyElementsOfType(ConnectException.class);
    }
  }

  private static OkHttpClient refusing(int from, int to) {
    return new OkHttpClient.Builder().socketFactory(new FailingSockets(from, to)).build();
  }

  private ImageStoreClient given(String endpoint, OkHttpClient http) {
    return ImageStoreClient.builder().endpoint(endpoint).httpClient(http).timing(timing).build();
  }

  private static ImageStoreUnreachableException unreachable(Style style, ImageStoreClient client) {
    return catchThrowableOfType(
        ImageStoreUnreachableException.class, () -> style.commit(client, UUID.randomUUID()));
  }
}
