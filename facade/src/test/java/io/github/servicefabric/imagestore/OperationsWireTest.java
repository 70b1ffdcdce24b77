package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation but the commit, byte for byte. */
class OperationsWireTest {
  private static final UUID ID = UUID.fromString("0f0e0d0c-0b0a-0908-0706-050403020100");
  private static final String QUERY = "api-version=6.0&session-id=" + ID + "&timeout=60";
  private static final String NO_ID = "api-version=6.0&timeout=60";
  private static final CallOptions TRACED = CallOptions.builder().requestId("r 1").build();

  /** With a blank, an umlaut, a plus sign, an ampersand, a per cent sign and an emoji. */
  private static final String PATH = "My App/Größe+1&2/100%/\uD83D\uDE00;a=b?'(~).zip";

  private static final String ENCODED =
      "My%20App/Gr%C3%B6%C3%9Fe%2B1%262/100%25/%F0%9F%98%80%3Ba%3Db%3F%27%28~%29.zip";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final RawServer server = RawServer.start(this::serve);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aQueryOfASession() {
    assertSent(
        client -> client.getUploadSession(ID, TRACED),
        head("GET /ImageStore/$/GetUploadSession?" + QUERY, "", ""));
  }

  @Test
  void aQueryOfThePathsSessions() {
    assertSent(
        client -> client.listUploadSessions(PATH, TRACED),
        head("GET /ImageStore/" + ENCODED + "/$/GetUploadSession?" + NO_ID, "", ""));
  }

  @Test
  void aChunkOfAFileIsExactlyItsRange(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "0123456789");
    assertSent(
        client -> client.uploadChunk(PATH, ID, new ByteRange(2, 5, 10), file, TRACED),
        head(
            "PUT /ImageStore/" + ENCODED + "/$/UploadChunk?" + QUERY,
            "Content-Range: bytes 2-5/10\r\n",
            "Content-Type: application/octet-stream\r\nContent-Length: 4\r\n",
            "2345"));
  }

  @Test
  void aChunkOfBytesIsTheseBytes() {
    byte[] bytes = "2345".getBytes(US_ASCII);
    assertSent(
        client -> client.uploadChunk(PATH, ID, new ByteRange(2, 5, 1L << 40), bytes, TRACED),
        head(
            "PUT /ImageStore/" + ENCODED + "/$/UploadChunk?" + QUERY,
            "Content-Range: bytes 2-5/1099511627776\r\n",
            "Content-Type: application/octet-stream\r\nContent-Length: 4\r\n",
            "2345"));
  }

  @Test
  void aChunkMayBeginBehind4Gib(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sparse");
    LargeRangeTest.sparse(file);
    long size = LargeRangeTest.SIZE;
    ByteRange last = new ByteRange(size - 12, size - 1, size);
    assertSent(
        client -> client.uploadChunk("f", ID, last, file, TRACED),
        head(
            "PUT /ImageStore/f/$/UploadChunk?" + QUERY,
            "Content-Range: bytes 4294967291-4294967302/4294967303\r\n",
            "Content-Type: application/octet-stream\r\nContent-Length: 12\r\n",
            "the very end"));
  }

  @Test
  void aDeleteOfASession() {
    assertSent(
        client -> client.deleteUploadSession(ID, TRACED),
        head("DELETE /ImageStore/$/DeleteUploadSession?" + QUERY, "", ""));
  }

  @Test
  void aListingOfAPath() {
    assertSent(
        client -> client.listContent(PATH, TRACED),
        head("GET /ImageStore/" + ENCODED + "?" + NO_ID, "", ""));
  }

  @Test
  void aListingOfTheRoot() {
    assertSent(client -> client.listRootContent(TRACED), head("GET /ImageStore?" + NO_ID, "", ""));
  }

  @Test
  void aDeleteOfAPath() {
    assertSent(
        client -> client.deleteContent(PATH, TRACED),
        head("DELETE /ImageStore/" + ENCODED + "?" + NO_ID, "", ""));
  }

  @Test
  void aCopy() {
    String body =
        "{\"RemoteSource\":\"My App/Größe+1&2/100%/\uD83D\uDE00;a=b?'(~).zip\","
            + "\"RemoteDestination\":\"b\",\"CopyFlag\":\"Overwrite\"}";
    assertSent(client -> client.copyContent(PATH, "b", TRACED), copy(body));
  }

  @Test
  void aCopyWithoutSomeFiles() {
    String body =
        "{\"RemoteSource\":\"a\",\"RemoteDestination\":\"b\",\"SkipFiles\":[\"x y.zip\",\"ä\"],"
            + "\"CopyFlag\":\"Overwrite\"}";
    assertSent(client -> client.copyContent("a", "b", List.of("x y.zip", "ä"), TRACED), copy(body));
  }

  @Test
  void aPathHasOneSpellingForChunkSessionAndContent() {
    try (ImageStoreClient client = ImageStoreClient.create(server.endpoint())) {
      for (String spelling : List.of("a/b", "/a/b/", "a//b", "a\\b", "\\\\a\\/b\\")) {
        client.uploadChunk(spelling, ID, new ByteRange(0, 0, 1), new byte[1]);
        client.listUploadSessions(spelling);
        client.listContent(spelling);
        client.deleteContent(spelling);
      }
    }
    assertThat(requests).hasSize(20).allMatch(r -> r.matches("(?s)[A-Z]+ /ImageStore/a/b[/?].*"));
  }

  /** Both ways to call send the same. */
  private void assertSent(Consumer<ImageStoreClient> call, String expected) {
    try (ImageStoreClient client = ImageStoreClient.create(server.endpoint())) {
      call.accept(client);
    }
    assertThat(requests).hasSize(1);
    String sent =
        requests.get(0).replaceFirst("User-Agent: imagestore-facade/[^\r]+", "User-Agent: x");
    assertThat(sent).isEqualTo(expected);
  }

  private String copy(String body) {
    String bytes = new String(body.getBytes(UTF_8), ISO_8859_1);
    return head(
        "POST /ImageStore/$/Copy?" + NO_ID,
        "",
        "Content-Type: application/json; charset=UTF-8\r\nContent-Length: "
            + bytes.length()
            + "\r\n",
        bytes);
  }

  private String head(String line, String before, String after, String... body) {
    return line
        + " HTTP/1.1\r\n"
        + before
        + "X-ServiceFabricRequestId: r 1\r\nX-ServiceFabricClientType: imagestore-java\r\n"
        + "User-Agent: x\r\n"
        + after
        + "Host: "
        + server.endpoint().substring("http://".length())
        + "\r\nConnection: Keep-Alive\r\nAccept-Encoding: gzip\r\n\r\n"
        + String.join("", body);
  }

  private void serve(RawServer raw, Socket connection) throws IOException {
    byte[] request = HttpMessage.read(connection.getInputStream());
    while (request.length > 0) {
      requests.add(new String(request, ISO_8859_1));
      String answer = request[0] == 'G' ? "204 No Content" : "200 OK\r\nContent-Length: 0";
      connection.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(US_ASCII));
      request = HttpMessage.read(connection.getInputStream());
    }
  }
}
