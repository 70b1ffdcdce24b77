package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.PlainHttp.error;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import java.io.IOException;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the fake reads paths and headers, and the order of its checks. */
class FakeImageStoreRouteTest {
  private static final String OK = "200";
  private static final String INVALID = error(400, "E_INVALIDARG");
  private static final byte[] ABC = "abc".getBytes(US_ASCII);

  private final FakeImageStore store = FakeImageStore.start();
  private final PlainHttp http = new PlainHttp(store);

  @AfterEach
  void close() {
    http.close();
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/a%20b, a b",
    "/a+b, a+b",
    "//a///b/, a/b",
    "/%C3%A4, ä",
    "/%F0%9F%93%A6, 📦",
    "/a%2Fb, a/b",
    "/a%5Cb, a/b",
    "/a&b, a&b",
    "/%2541, A",
    "/100%25, 100%",
    "/a%23b, a",
    "/%20a%20, a"
  })
  void aPathIsReadAsOnWindows(String sent, String stored) throws IOException {
    assertThat(http.put(sent, ABC)).isEqualTo(OK);
    assertThat(store.paths()).containsExactly(stored);
  }

  @ParameterizedTest
  @CsvSource({"/%2541, %41", "/a%23b, a#b", "/a%5Cb, a/b", "/a%20b, a b"})
  void aPathIsReadOnceOnLinux(String sent, String stored) throws IOException {
    store.runOnLinux();
    assertThat(http.put(sent, ABC)).isEqualTo(OK);
    assertThat(store.paths()).containsExactly(stored);
  }

  @Test
  void aClusterOnLinuxHasFiveRoutes() throws IOException {
    UUID id = store.openSession();
    store.runOnLinux();
    assertThat(http.chunk("/f", id, "bytes 0-2/3", ABC)).isEqualTo(INVALID);
    assertThat(http.session(id)).isEqualTo(INVALID);
    assertThat(http.get("/f/$/GetUploadSession")).isEqualTo(INVALID);
    assertThat(http.deleteSession(id)).isEqualTo(INVALID);
    assertThat(http.commit(id)).isEqualTo(INVALID);
    Request odd =
        http.request("PUT", "/a/f", RequestBody.create(ABC))
            .header("Content-Range", "nonsense")
            .build();
    assertThat(http.send(odd)).as("not read on Linux").isEqualTo(OK);
    assertThat(http.get("/a/f")).contains("\"StoreRelativePath\":\"a/f\"");
    assertThat(http.get("")).contains("\"a\"");
    String copy = "{\"RemoteSource\":\"a/f\",\"RemoteDestination\":\"g\"}";
    assertThat(http.post("/$/Copy", copy)).isEqualTo(OK);
    assertThat(http.delete("/a")).isEqualTo(OK);
    assertThat(store.paths()).containsExactly("g");
  }

  @Test
  void aDollarEndsAPathAndWhatFollowsHasToBeAFunction() throws IOException {
    assertThat(http.put("/a/$/b", ABC)).isEqualTo(INVALID);
    assertThat(http.put("/$", ABC)).isEqualTo(INVALID);
    assertThat(http.put("/a/$/UploadChunk/more", ABC)).isEqualTo(INVALID);
    assertThat(http.put("/$/UploadChunk", ABC)).isEqualTo(INVALID);
    assertThat(http.put("/a/%24/b", ABC)).isEqualTo(INVALID);
    assertThat(http.put("/a/$b", ABC)).isEqualTo(OK);
  }

  @Test
  void theOrderOfTheChecksIsThatOfTheGateway() throws IOException {
    store.removeImageStoreService();
    Request.Builder request = http.request("PUT", "/f", RequestBody.create(ABC));
    request.header("ClusterId", "another").header("Content-Range", "nonsense");
    Request old = request.url(store.endpoint() + "/ImageStore/f?api-version=0.9").build();
    assertThat(http.send(old)).isEqualTo(INVALID);
    Request.Builder current = request.url(store.endpoint() + "/ImageStore/f?api-version=6.0");
    assertThat(http.send(current.build())).isEqualTo(error(403, "E_ACCESSDENIED"));
    store.clusterId("another");
    assertThat(http.send(current.build()))
        .isEqualTo(error(400, "FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE"));
    assertThat(store.requests()).extracting(SeenRequest::bodySize).containsOnly(0L);
    Request plain = current.removeHeader("Content-Range").build();
    assertThat(http.send(plain)).startsWith("404 {\"Error\":{\"Code\":\"FABRIC_E_SERVICE_DOES_NOT");
    assertThat(http.session(UUID.randomUUID())).contains("FABRIC_E_SERVICE_DOES_NOT_EXIST");
    assertThat(http.get("/$/GetUploadSession")).contains("FABRIC_E_INVALID_UPLOAD_SESSION_ID");
  }

  @Test
  void aBodyOfUnknownLengthIsTakenForNone() throws IOException {
    RequestBody unknown =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return null;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.write(ABC);
          }
        };
    assertThat(http.send("PUT", "/f", unknown)).isEqualTo(OK);
    assertThat(store.content("f").orElseThrow().size()).isZero();
    assertThat(http.get("/f")).as("the connection is still good").startsWith("200 ");
  }

  @Test
  void aLengthIsReadIntoThirtyTwoBits() throws IOException {
    String put = "PUT /ImageStore/f?api-version=6.0 HTTP/1.1\r\nHost: x\r\nContent-Length: ";
    assertThat(http.raw(put + "4294967299\r\n\r\nabc")).isEqualTo("HTTP/1.1 200 OK");
    assertThat(store.content("f").orElseThrow().matches(ABC)).isTrue();
  }

  @Test
  void aMissingLengthIsNoneForAPutAndRefusedByTheHttpLayerForAPost() throws IOException {
    assertThat(http.raw("PUT /ImageStore/f?api-version=6.0 HTTP/1.1\r\nHost: x\r\n\r\n"))
        .isEqualTo("HTTP/1.1 200 OK");
    assertThat(store.content("f").orElseThrow().size()).isZero();
    assertThat(http.raw("POST /ImageStore/$/Copy?api-version=6.0 HTTP/1.1\r\nHost: x\r\n\r\n"))
        .isEqualTo("HTTP/1.1 411 Length Required");
    assertThat(http.raw("nonsense\r\n\r\n")).isEqualTo("HTTP/1.1 400 Bad Request");
    assertThat(http.raw("GET /" + "x".repeat(17_000) + " HTTP/1.1\r\n"))
        .isEqualTo("HTTP/1.1 400 Bad Request");
  }
}
