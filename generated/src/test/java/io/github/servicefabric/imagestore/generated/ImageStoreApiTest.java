package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import io.github.servicefabric.imagestore.generated.model.CopyFlag;
import io.github.servicefabric.imagestore.generated.model.ImageStoreContent;
import io.github.servicefabric.imagestore.generated.model.ImageStoreCopyDescription;
import io.github.servicefabric.imagestore.generated.model.UploadSession;
import io.github.servicefabric.imagestore.generated.model.UploadSessionInfo;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.moshi.MoshiConverterFactory;

/** Each operation of the contract, as it goes over the wire. */
class ImageStoreApiTest {
  private static final UUID ID = UUID.fromString("b1b3a6ee-94f7-44bd-bd6c-b3a9a5c5cd0e");
  private static final String V = "6.0";
  private static final String PATH = "App%20Type/Code/a.zip";
  private static final String QUERY = "api-version=6.0&timeout=90";
  private static final String SESSION_QUERY = "api-version=6.0&session-id=" + ID + "&timeout=90";
  private static final RequestBody BYTES = RequestBody.create(new byte[] {0, -1, 10});
  private static final ImageStoreCopyDescription COPY =
      ImageStoreCopyDescription.builder().remoteSource("a b").remoteDestination("c/d").build();

  /** Without limits in time, for the machine may be slow. */
  private static final OkHttpClient PATIENT =
      new OkHttpClient.Builder().connectTimeout(Duration.ZERO).readTimeout(Duration.ZERO).build();

  private final MockWebServer server = new MockWebServer();
  private ImageStoreApi api;

  @BeforeEach
  void start() throws IOException {
    server.start();
    api =
        new Retrofit.Builder()
            .baseUrl(server.url("/"))
            .client(PATIENT)
            .addConverterFactory(MoshiConverterFactory.create(Json.moshi()))
            .validateEagerly(true)
            .build()
            .create(ImageStoreApi.class);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A call of each operation, by its id: with all that it takes, and with nothing optional. */
  enum Operation {
    getImageStoreRootContent(
        api -> api.getImageStoreRootContent(V, "a%5Cb", 90L, "id"),
        api -> api.getImageStoreRootContent(V, null, null, null),
        "GET /ImageStore?api-version=6.0&ContinuationToken=a%5Cb&timeout=90",
        "GET /ImageStore?api-version=6.0"),
    getImageStoreContent(
        api -> api.getImageStoreContent(PATH, V, "a%5Cb", 90L, "id"),
        api -> api.getImageStoreContent(PATH, V, null, null, null),
        "GET /ImageStore/" + PATH + "?api-version=6.0&ContinuationToken=a%5Cb&timeout=90",
        "GET /ImageStore/" + PATH + "?api-version=6.0"),
    uploadFile(
        api -> api.uploadFile(PATH, BYTES, V, 90L, "id"),
        api -> api.uploadFile(PATH, BYTES, V, null, null),
        "PUT /ImageStore/" + PATH + "?" + QUERY,
        "PUT /ImageStore/" + PATH + "?api-version=6.0"),
    deleteImageStoreContent(
        api -> api.deleteImageStoreContent(PATH, V, 90L, "id"),
        api -> api.deleteImageStoreContent(PATH, V, null, null),
        "DELETE /ImageStore/" + PATH + "?" + QUERY,
        "DELETE /ImageStore/" + PATH + "?api-version=6.0"),
    uploadFileChunk(
        api -> api.uploadFileChunk(PATH, BYTES, V, ID, 90L, "bytes 0-2/3", "id"),
        api -> api.uploadFileChunk(PATH, BYTES, V, ID, null, "bytes 0-2/3", null),
        "PUT /ImageStore/" + PATH + "/$/UploadChunk?" + SESSION_QUERY,
        "PUT /ImageStore/" + PATH + "/$/UploadChunk?api-version=6.0&session-id=" + ID),
    getImageStoreUploadSessionByPath(
        api -> api.getImageStoreUploadSessionByPath(PATH, V, 90L, "id"),
        api -> api.getImageStoreUploadSessionByPath(PATH, V, null, null),
        "GET /ImageStore/" + PATH + "/$/GetUploadSession?" + QUERY,
        "GET /ImageStore/" + PATH + "/$/GetUploadSession?api-version=6.0"),
    getImageStoreUploadSessionById(
        api -> api.getImageStoreUploadSessionById(V, ID, 90L, "id"),
        api -> api.getImageStoreUploadSessionById(V, ID, null, null),
        "GET /ImageStore/$/GetUploadSession?" + SESSION_QUERY,
        "GET /ImageStore/$/GetUploadSession?api-version=6.0&session-id=" + ID),
    commitImageStoreUploadSession(
        api -> api.commitImageStoreUploadSession(V, ID, 90L, "id"),
        api -> api.commitImageStoreUploadSession(V, ID, null, null),
        "POST /ImageStore/$/CommitUploadSession?" + SESSION_QUERY,
        "POST /ImageStore/$/CommitUploadSession?api-version=6.0&session-id=" + ID),
    deleteImageStoreUploadSession(
        api -> api.deleteImageStoreUploadSession(V, ID, 90L, "id"),
        api -> api.deleteImageStoreUploadSession(V, ID, null, null),
        "DELETE /ImageStore/$/DeleteUploadSession?" + SESSION_QUERY,
        "DELETE /ImageStore/$/DeleteUploadSession?api-version=6.0&session-id=" + ID),
    copyImageStoreContent(
        api -> api.copyImageStoreContent(COPY, V, 90L, "id"),
        api -> api.copyImageStoreContent(COPY, V, null, null),
        "POST /ImageStore/$/Copy?" + QUERY,
        "POST /ImageStore/$/Copy?api-version=6.0");

    private final Form full;
    private final Form bare;
    private final String fullLine;
    private final String bareLine;

    Operation(Form full, Form bare, String fullLine, String bareLine) {
      this.full = full;
      this.bare = bare;
      this.fullLine = fullLine + " HTTP/1.1";
      this.bareLine = bareLine + " HTTP/1.1";
    }

    private interface Form {
      Call<?> of(ImageStoreApi api);
    }
  }

  @Test
  void isCalledAsTheContractNamesItAndHasNothingElse() {
    assertThat(Stream.of(ImageStoreApi.class.getDeclaredMethods()).map(Method::getName))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Operation.values()).map(Enum::name).toList())
        .containsExactlyInAnyOrderElementsOf(PackedContract.operationIds());
  }

  @ParameterizedTest
  @MethodSource("io.github.servicefabric.imagestore.generated.ImageStoreApiTest$Operation#values")
  void sendsWhatItIsGiven(Operation operation) throws Exception {
    server.enqueue(new MockResponse.Builder().body("{}").build());

    operation.full.of(api).execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo(operation.fullLine);
    assertThat(request.getHeaders().values("X-ServiceFabricRequestId")).containsExactly("id");
  }

  @ParameterizedTest
  @MethodSource("io.github.servicefabric.imagestore.generated.ImageStoreApiTest$Operation#values")
  void leavesOutWhatIsNull(Operation operation) throws Exception {
    server.enqueue(new MockResponse.Builder().body("{}").build());

    operation.bare.of(api).execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo(operation.bareLine);
    assertThat(request.getHeaders().get("X-ServiceFabricRequestId")).isNull();
  }

  @ParameterizedTest
  @MethodSource("io.github.servicefabric.imagestore.generated.ImageStoreApiTest$Operation#values")
  void anAnswerWithoutABodyIsNull(Operation operation) throws Exception {
    server.enqueue(new MockResponse.Builder().code(204).build());

    Response<?> response = operation.full.of(api).execute();

    assertThat(response.isSuccessful()).isTrue();
    assertThat(response.body()).isNull();
  }

  @ParameterizedTest
  @MethodSource("io.github.servicefabric.imagestore.generated.ImageStoreApiTest$Operation#values")
  void anErrorKeepsItsBody(Operation operation) throws Exception {
    server.enqueue(new MockResponse.Builder().code(404).body("{\"Error\":{}}").build());

    Response<?> response = operation.full.of(api).execute();

    assertThat(response.code()).isEqualTo(404);
    assertThat(response.errorBody().string()).isEqualTo("{\"Error\":{}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"getImageStoreContent", "deleteImageStoreUploadSession"})
  void whatSendsNoBodySaysNothingOfOne(Operation operation) throws Exception {
    server.enqueue(new MockResponse.Builder().body("{}").build());

    operation.full.of(api).execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().get("Content-Type")).isNull();
    assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
  }

  @Test
  void aCommitHasABodyOfNoBytes() throws Exception {
    server.enqueue(new MockResponse.Builder().build());

    api.commitImageStoreUploadSession(V, ID, null, null).execute();

    assertThat(server.takeRequest().getHeaders().get("Content-Length")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uploadFile", "uploadFileChunk"})
  void bytesGoOutAsTheyAre(Operation operation) throws Exception {
    server.enqueue(new MockResponse.Builder().build());

    operation.full.of(api).execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().get("Content-Length")).isEqualTo("3");
    assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
    assertThat(request.getBody().toByteArray()).containsExactly(0, -1, 10);
  }

  @Test
  void anEmptyFileHasAnEmptyBody() throws Exception {
    server.enqueue(new MockResponse.Builder().build());

    api.uploadFile("App/_.dir", RequestBody.create(new byte[0]), V, null, null).execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/ImageStore/App/_.dir?api-version=6.0");
    assertThat(request.getHeaders().get("Content-Length")).isEqualTo("0");
  }

  @Test
  void aChunkSaysItsRangeInAHeader() throws Exception {
    server.enqueue(new MockResponse.Builder().build());

    Operation.uploadFileChunk.full.of(api).execute();

    assertThat(server.takeRequest().getHeaders().values("Content-Range"))
        .containsExactly("bytes 0-2/3");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/c, a/b/c",
    "a%2Fb%25%23/c, a%2Fb%25%23/c",
    "M%C3%BCller%20%26%20S%C3%B6hne, M%C3%BCller%20%26%20S%C3%B6hne",
    "a+b&c=d;e@f, a+b&c=d;e@f",
    "a b/ü/😀, a%20b/%C3%BC/%F0%9F%98%80",
    "a#b?c, a%23b%3Fc",
    "{contentPath}/$, %7BcontentPath%7D/$"
  })
  void aPathKeepsItsSlashesAndWhatIsEncodedAlready(String path, String sent) throws Exception {
    server.enqueue(new MockResponse.Builder().build());

    api.uploadFileChunk(path, BYTES, V, ID, null, "bytes 0-2/3", null).execute();

    assertThat(server.takeRequest().getTarget())
        .isEqualTo("/ImageStore/" + sent + "/$/UploadChunk?api-version=6.0&session-id=" + ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/../b", "a/.", "%2e%2E/a"})
  void aPathNeverClimbs(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api.deleteImageStoreContent(path, V, null, null).request());
  }

  @Test
  void aPageIsAskedForWithTheTokenOfTheOneBefore() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body("{\"StoreFiles\":[],\"ContinuationToken\":\"a%20b%5C%C3%BC+c\"}")
            .build());
    server.enqueue(new MockResponse.Builder().body("{\"ContinuationToken\":\"\"}").build());

    ImageStoreContent first = api.getImageStoreRootContent(V, null, null, null).execute().body();
    ImageStoreContent last =
        api.getImageStoreRootContent(V, first.getContinuationToken(), null, null).execute().body();

    assertThat(last.getContinuationToken()).isEmpty();
    server.takeRequest();
    assertThat(server.takeRequest().getTarget())
        .isEqualTo("/ImageStore?api-version=6.0&ContinuationToken=a%20b%5C%C3%BC+c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"getImageStoreUploadSessionById", "getImageStoreUploadSessionByPath"})
  void aSessionIsRead(Operation operation) throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body("{\"UploadSessions\":[{\"SessionId\":\"" + ID + "\",\"FileSize\":\"7\"}]}")
            .build());

    assertThat(operation.full.of(api).execute().body())
        .isEqualTo(
            UploadSession.builder()
                .uploadSessions(
                    List.of(UploadSessionInfo.builder().sessionId(ID).fileSize("7").build()))
                .build());
  }

  @Test
  void aCopySendsItsDescriptionAsJson() throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    ImageStoreCopyDescription copy =
        ImageStoreCopyDescription.builder()
            .remoteSource("a b")
            .remoteDestination("c/d")
            .skipFiles(List.of("x.log"))
            .copyFlag(CopyFlag.ECHO)
            .checkMarkFile(true)
            .build();

    api.copyImageStoreContent(copy, V, null, null).execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
    assertThat(request.getBody().utf8())
        .isEqualTo(
            "{\"RemoteSource\":\"a b\",\"RemoteDestination\":\"c/d\",\"SkipFiles\":[\"x.log\"],"
                + "\"CopyFlag\":\"Echo\",\"CheckMarkFile\":true}");
  }

  @Test
  void whatACopyDoesNotSayStaysOut() throws Exception {
    server.enqueue(new MockResponse.Builder().build());

    Operation.copyImageStoreContent.bare.of(api).execute();

    assertThat(server.takeRequest().getBody().utf8())
        .isEqualTo("{\"RemoteSource\":\"a b\",\"RemoteDestination\":\"c/d\"}");
  }
}
