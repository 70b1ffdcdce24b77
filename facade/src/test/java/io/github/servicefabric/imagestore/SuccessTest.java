package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.OutputStream;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuccessTest {
  static Stream<Arguments> answers() {
    return Stream.of(
            "Content-Length: 0\r\n\r\n",
            "Content-Length: 0\r\nContent-Type: application/json; charset=utf-8\r\n\r\n",
            "Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}",
            "Content-Length: 60\r\n\r\n{\"Error\":{\"Code\":\"E_FAIL\",\"Message\":\"not what it says here\"}}",
            "Content-Length: 0\r\nContent-Type: no type at all\r\n\r\n",
            "Content-Length: 0\r\nLocation: http://127.0.0.1:1/elsewhere\r\n\r\n",
            "Content-Length: 0\r\nRetry-After: 0\r\n\r\n",
            "Content-Length: 0\r\nContent-Encoding: gzip\r\n\r\n",
            "Content-Length: 4\r\nContent-Encoding: gzip\r\n\r\nnope",
            "Content-Length: nonsense\r\n\r\n",
            "Content-Length: 100\r\nConnection: close\r\n\r\ncut short",
            "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
            "Set-Cookie: \r\nDate: yesterday\r\nWWW-Authenticate: ?\r\nContent-Length: 0\r\n\r\n",
            "\r\nno length, no end")
        .flatMap(rest -> Stream.of(Style.values()).map(style -> Arguments.of(style, rest)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a200IsSuccessWhateverElseItSays(Style style, String rest) {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n" + rest);
        ImageStoreClient client = ImageStoreClient.create(server.endpoint())) {
      style.commit(client, UUID.randomUUID());
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void a200ThatNeverEndsIsSuccessAndItsConnectionIsNotKept(Style style) throws Exception {
    byte[] more = "x".repeat(8192).getBytes(ISO_8859_1);
    RawServer.Script endless =
        (server, connection) -> {
          server.readRequest(connection);
          OutputStream out = connection.getOutputStream();
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
          while (true) {
            out.write(more);
          }
        };
    try (RawServer server = RawServer.start(endless);
        ImageStoreClient client = ImageStoreClient.create(server.endpoint())) {
      style.commit(client, UUID.randomUUID());
      server.awaitClientGone();
    }
  }

  @Test
  void a200ThatStallsIsSuccessAtOnce() throws Exception {
    RawServer.Script stalling =
        (server, connection) -> {
          server.readRequest(connection);
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".getBytes(ISO_8859_1));
          server.readRequest(connection);
        };
    try (RawServer server = RawServer.start(stalling);
        ImageStoreClient client = ImageStoreClient.create(server.endpoint())) {
      client.commitUploadSession(UUID.randomUUID());
      server.awaitClientGone();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 206, 299})
  void anyOtherSuccessSettlesNothing(int status) {
    settlesNothing(status, "Content-Length: 0\r\n\r\n");
  }

  /** Captive portals, mistyped endpoints and proxies that mean well answer every path like this. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6\r\nContent-Type: text/html\r\n\r\n<html>",
        "Content-Length: 0\r\nContent-Type: Text/HTML; charset=utf-8\r\n\r\n",
        "Content-Length: 7\r\nContent-Type: application/xhtml+xml\r\n\r\n<?xml ?"
      })
  void aPageForPeopleSettlesNothing(String rest) {
    settlesNothing(200, rest);
  }

  private static void settlesNothing(int status, String rest) {
    for (Style style : Style.values()) {
      try (RawServer server = RawServer.answering("HTTP/1.1 " + status + " Fine\r\n" + rest);
          ImageStoreClient client =
              ImageStoreClient.builder()
                  .endpoint(server.endpoint())
                  .timing(new TestTiming())
                  .build()) {
        var unknown =
            catchThrowableOfType(
                OutcomeUnknownException.class, () -> style.commit(client, UUID.randomUUID()));
        assertThat(unknown.attempts()).isEqualTo(3);
        assertThat(unknown)
            .hasMessageContaining("HTTP " + status)
            .hasMessageContaining("what stands between client and gateway");
      }
    }
  }
}
