package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What no gateway says, but a network, a proxy or an enemy may. */
class FaultMatrixTest {
  private static final String GOOD = "{\"Error\":{\"Code\":\"E_FAIL\",\"Message\":\"It failed.\"}}";

  record Case(String name, RawServer.Script script, String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> LOST_ANSWERS =
      List.of(
          lost("closed before the request was read", (server, socket) -> {}),
          lost(
              "reset before the request was read",
              (server, socket) -> {
                // The first byte only, for a reset before it is a connection that never was.
                socket.getInputStream().read();
                socket.setSoLinger(true, 0);
              }),
          lost("closed after the request was read", (server, socket) -> server.readRequest(socket)),
          lost(
              "reset after the request was read",
              (server, socket) -> {
                server.readRequest(socket);
                socket.setSoLinger(true, 0);
              }),
          lost("cut in the status line", once("HTTP/1.1 200")),
          lost("cut in the headers", once("HTTP/1.1 200 OK\r\nContent-Le")),
          lost("another protocol", once("SSH-2.0-OpenSSH_9.6\r\n")),
          lost("no status", once("HTTP/1.1 okay\r\n\r\n")),
          lost("binary noise", once("\u0000\u00ff\u0001\r\n\r\n")),
          lost(
              "header too large",
              once("HTTP/1.1 200 OK\r\nX: " + "x".repeat(300_000) + "\r\n\r\n")),
          lost("endless headers", once("HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(100_000))));

  static final List<Case> ODD_ANSWERS =
      List.of(
          answer("body cut short", "Content-Length: 500\r\n\r\n" + GOOD, "E_FAIL"),
          answer("no length", "\r\n" + GOOD, "E_FAIL"),
          answer("length is nonsense", "Content-Length: many\r\n\r\n" + GOOD, "E_FAIL"),
          answer("length is negative", "Content-Length: -1\r\n\r\n" + GOOD, "E_FAIL"),
          answer("empty", "Content-Length: 0\r\n\r\n", ""),
          answer("page", "Content-Type: text/html\r\n\r\n<html><body>Oops", ""),
          answer("wrong type", "Content-Type: image/png\r\n\r\n" + GOOD, "E_FAIL"),
          answer("unknown charset", "Content-Type: a/b; charset=klingon\r\n\r\n" + GOOD, "E_FAIL"),
          answer("wrong charset", "Content-Type: a/b; charset=utf-16\r\n\r\n" + GOOD, "E_FAIL"),
          answer("other charset", "\r\n" + latin(bytes(GOOD, UTF_16)), ""),
          answer("deeply nested", "\r\n" + "{\"Error\":".repeat(5_000), ""),
          answer("chunks are nonsense", "Transfer-Encoding: chunked\r\n\r\nzz\r\nnonsense", ""),
          answer("chunk is endless", "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{", ""),
          answer("chunks break off", chunked(GOOD) + "5\r\nab", "E_FAIL"),
          answer("gzip", "Content-Encoding: gzip\r\n\r\n" + latin(gzip(GOOD)), "E_FAIL"),
          answer("gzip is nonsense", "Content-Encoding: gzip\r\n\r\n" + GOOD, ""),
          answer("gzip bomb", "Content-Encoding: gzip\r\n\r\n" + latin(gzip(zeros())), ""),
          answer("unknown coding", "Content-Encoding: zstd\r\n\r\n" + GOOD, "E_FAIL"));

  @ParameterizedTest
  @FieldSource("LOST_ANSWERS")
  void aLostAnswerIsTriedAgainAndUnknownInTheEnd(Case fault) {
    for (Style style : Style.values()) {
      TestTiming timing = new TestTiming();
      try (RawServer server = RawServer.start(fault.script());
          ImageStoreClient client = client(server, timing)) {
        var unknown =
            catchThrowableOfType(
                OutcomeUnknownException.class, () -> style.commit(client, UUID.randomUUID()));
        assertThat(unknown.attempts()).isEqualTo(3);
        assertThat(unknown)
            .hasMessageContaining("no answer came from " + server.endpoint())
            .hasMessageContaining("Commit the same session again")
            .hasCauseInstanceOf(IOException.class);
        assertThat(unknown.getMessage()).hasSizeLessThan(1000).doesNotContain("\n");
        assertThat(unknown.getSuppressed()).hasSize(2);
        assertThat(timing.pauses()).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ODD_ANSWERS")
  void anAnswerCountsByItsStatusWhateverItsBody(Case fault) {
    for (Style style : Style.values()) {
      try (RawServer server = RawServer.start(fault.script());
          ImageStoreClient client = client(server, new TestTiming())) {
        var refused =
            catchThrowableOfType(
                FabricErrorException.class, () -> style.commit(client, UUID.randomUUID()));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(fault.code());
        assertThat(refused.getMessage()).hasSizeLessThan(1000).doesNotContain("\n", "\u0000");
        assertThat(refused.attempts()).isEqualTo(1);
        // The commit, and a look at its session unless the server is gone by then.
        assertThat(server.requests()).isBetween(1, 2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anErrorBodyThatTricklesEndsWithTheTimeOfTheCallAndItsStatusCounts(Style style) {
    ImageStoreException refused =
        GrowingLimit.until(
            FabricErrorException.class::isInstance, limit -> ofATricklingServer(style, limit));
    assertThat(refused)
        .isInstanceOfSatisfying(
            FabricErrorException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(404);
              assertThat(e.code()).isEqualTo("E_FAIL");
            });
  }

  private static ImageStoreException ofATricklingServer(Style style, Duration limit) {
    RawServer.Script trickle =
        (server, socket) -> {
          server.readRequest(socket);
          send(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 500\r\n\r\n" + GOOD);
          server.readRequest(socket);
        };
    CallOptions soon = CallOptions.builder().deadline(limit).build();
    try (RawServer server = RawServer.start(trickle);
        ImageStoreClient client = ImageStoreClient.create(server.endpoint())) {
      var ended =
          catchThrowableOfType(
              ImageStoreException.class, () -> style.commit(client, UUID.randomUUID(), soon));
      if (ended instanceof FabricErrorException) {
        server.awaitClientGone();
      }
      return ended;
    }
  }

  private static ImageStoreClient client(RawServer server, TestTiming timing) {
    return ImageStoreClient.builder().endpoint(server.endpoint()).timing(timing).build();
  }

  private static Case lost(String name, RawServer.Script script) {
    return new Case(name, script, "");
  }

  private static Case answer(String name, String rest, String code) {
    return new Case(name, once("HTTP/1.1 400 Bad Request\r\n" + rest), code);
  }

  /** Answers one request and closes the connection. */
  private static RawServer.Script once(String bytes) {
    return (server, socket) -> {
      server.readRequest(socket);
      send(socket, bytes);
    };
  }

  private static void send(java.net.Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }

  private static String chunked(String body) {
    return "Transfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(body.length())
        + "\r\n"
        + body
        + "\r\n";
  }

  private static String zeros() {
    return "0".repeat(50_000_000);
  }

  private static byte[] gzip(String body) {
    Buffer zipped = new Buffer();
    try (BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
      sink.writeUtf8(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return zipped.readByteArray();
  }

  private static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
