package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong ports and schemes, and what stands in between, are named as what they are. */
class SurroundingsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final TestTiming timing = new TestTiming();

  /** A TLS server takes a plain request for a broken handshake, and says so in TLS. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\u0015\u0003\u0001\0\u0002\u0002\u0016", "\u0015\u0003\u0003\0\u0002\n\n"})
  void plainHttpOnATlsPortIsToldFromTheAlertAndReachedNothing(String alert) {
    for (Style style : Style.values()) {
      try (RawServer server = RawServer.start(sending(alert));
          ImageStoreClient client = client(server.endpoint(), null)) {
        var e =
            catchThrowableOfType(
                ImageStoreUnreachableException.class,
                () -> style.commit(client, UUID.randomUUID()));
        assertThat(e).hasMessageContaining("The endpoint speaks TLS: set it to https");
        assertThat(e.attempts()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title>",
        "Client sent an HTTP request to an HTTPS server.",
        "Bad Request\nThis combination of host and port requires TLS."
      })
  void plainHttpOnATlsPortIsToldFromWhatWebServersSay(String body) {
    String answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    for (Style style : Style.values()) {
      try (RawServer server = RawServer.answering(answer);
          ImageStoreClient client = client(server.endpoint(), null)) {
        assertThat(refused(style, client)).hasMessageContaining("set it to https");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void httpsOnAPlainPortIsToldFromWhatTheServerSends(Style style) {
    RawServer.Script plain =
        (server, connection) -> {
          connection.getInputStream().read(new byte[5]);
          connection.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(ISO_8859_1));
          server.readRequest(connection);
        };
    try (RawServer server = RawServer.start(plain);
        ImageStoreClient client = client(server.endpoint().replace("http:", "https:"), null)) {
      assertThat(unreachable(style, client)).hasMessageContaining("sent is no TLS");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void port19000IsToldFromItsNumber(Style style) {
    OkHttpClient nowhere =
        new OkHttpClient.Builder().socketFactory(new FailingSockets(1, 99)).build();
    try (ImageStoreClient client = client("http://127.0.0.1:19000", nowhere)) {
      assertThat(unreachable(style, client)).hasMessageContaining("its HTTP gateway is at 19080");
    }
    try (ImageStoreClient client = client("http://127.0.0.1:19080", nowhere)) {
      assertThat(unreachable(style, client).getMessage()).doesNotContain("19000");
    }
    try (ImageStoreClient client = client("http://127.0.0.1:443", nowhere)) {
      assertThat(unreachable(style, client)).hasMessageContaining("Port 443 is that of https");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aBare403OverPlainHttpIsNotAboutACertificate(Style style) {
    try (RawServer server =
            RawServer.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        ImageStoreClient client = client(server.endpoint(), null)) {
      FabricErrorException e = refused(style, client);
      assertThat(e).hasMessageContaining("a proxy or a firewall");
      assertThat(e.getMessage()).doesNotContain("certificate");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aProxyOnTheWayIsNamedWhateverHappens(Style style) {
    String busy = "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = RawServer.answering(busy);
        ImageStoreClient client = client("http://cluster.invalid", through(proxy))) {
      assertThat(refused(style, client)).hasMessageContaining(named(proxy));
    }
    try (RawServer proxy = RawServer.start((server, connection) -> server.readRequest(connection));
        ImageStoreClient client = client("http://cluster.invalid", through(proxy))) {
      assertThat(unknown(style, client))
          .hasMessageContaining(named(proxy))
          .hasMessageContaining("A proxy is on the way and may be what broke off");
    }
    try (RawServer proxy = RawServer.answering("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
        ImageStoreClient client = client("https://cluster.invalid", through(proxy))) {
      ImageStoreException e = unreachable(style, client);
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(e).hasMessageContaining(named(proxy)).hasMessageContaining("proxyAuthenticator");
    }
    RawServer gone = RawServer.silent();
    gone.close();
    try (ImageStoreClient client = client("http://cluster.invalid", through(gone))) {
      assertThat(unreachable(style, client))
          .hasMessageContaining(named(gone))
          .hasMessageContaining("https.proxyHost");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aUsedConnectionThatDiesIsToldAsOne(Style style) {
    RawServer.Script once =
        (server, connection) -> {
          server.readRequest(connection);
          connection.getOutputStream().write(OK.getBytes(ISO_8859_1));
          server.readRequest(connection);
        };
    try (RawServer server = RawServer.start(once);
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(server.endpoint())
                .retryPolicy(RetryPolicy.none())
                .timing(timing)
                .build()) {
      style.commit(client, UUID.randomUUID());
      assertThat(unknown(style, client)).hasMessageContaining("had been used before and waited");
      style.commit(client, UUID.randomUUID());
    }
    try (RawServer server = RawServer.start((raw, connection) -> raw.readRequest(connection));
        ImageStoreClient client = client(server.endpoint(), null)) {
      assertThat(unknown(style, client).getMessage()).doesNotContain("used before");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aConnectionThatDiesAfterALongQuietIsToldAsPerhapsForgotten(Style style) {
    RawServer.Script quiet =
        (server, connection) -> {
          server.readRequest(connection);
          timing.pass(Duration.ofSeconds(241));
        };
    try (RawServer server = RawServer.start(quiet);
        ImageStoreClient client = client(server.endpoint(), null)) {
      assertThat(unknown(style, client))
          .hasMessageContaining("quiet for 241 s")
          .hasMessageContaining("a balancer that forgets quiet connections");
    }
  }

  private static RawServer.Script sending(String bytes) {
    return (server, connection) -> {
      server.readRequest(connection);
      connection.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    };
  }

  private static OkHttpClient through(RawServer proxy) {
    int port = Integer.parseInt(proxy.endpoint().substring("http://127.0.0.1:".length()));
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
    return new OkHttpClient.Builder()
        .proxy(new Proxy(Proxy.Type.HTTP, address))
        .dns(host -> List.of(InetAddress.getByName("127.0.0.1")))
        .build();
  }

  private static String named(RawServer proxy) {
    return "through the proxy " + proxy.endpoint().substring("http://".length());
  }

  private ImageStoreClient client(String endpoint, OkHttpClient given) {
    ImageStoreClient.Builder builder = ImageStoreClient.builder().endpoint(endpoint).timing(timing);
    return given == null ? builder.build() : builder.httpClient(given).build();
  }

  private static FabricErrorException refused(Style style, ImageStoreClient client) {
    return catchThrowableOfType(
        FabricErrorException.class, () -> style.commit(client, UUID.randomUUID()));
  }

  private static OutcomeUnknownException unknown(Style style, ImageStoreClient client) {
    return catchThrowableOfType(
        OutcomeUnknownException.class, () -> style.commit(client, UUID.randomUUID()));
  }

  private static ImageStoreUnreachableException unreachable(Style style, ImageStoreClient client) {
    return catchThrowableOfType(
        ImageStoreUnreachableException.class, () -> style.commit(client, UUID.randomUUID()));
  }
}
