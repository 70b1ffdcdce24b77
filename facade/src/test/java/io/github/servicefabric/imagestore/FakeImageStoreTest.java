package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake behaves as a live gateway does; looked at with a plain HTTP client. */
class FakeImageStoreTest {
  private static final String ROUTE = "/ImageStore/$/CommitUploadSession";
  private static final String BAD =
      "400 {\"Error\":{\"Code\":\"E_INVALIDARG\",\"Message\":\"Null\"}}";
  private static final OkHttpClient HTTP =
      PlainHttp.patient().retryOnConnectionFailure(false).build();

  private final FakeImageStore store = FakeImageStore.start();

  @AfterEach
  void close() {
    store.close();
  }

  @AfterAll
  static void closeConnections() {
    HTTP.connectionPool().evictAll();
  }

  @Test
  void aCommitIsIdempotentAndAnsweredWithoutABodyYetWithAType() throws IOException {
    UUID id = store.openSession();
    assertThat(store.isCommitted(id)).isFalse();
    for (int i = 0; i < 2; i++) {
      try (Response response = post(query(id.toString()))) {
        assertThat(response.code()).isEqualTo(200);
        assertThat(response.header("Content-Length")).isEqualTo("0");
        assertThat(response.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
      }
      assertThat(store.isCommitted(id)).isTrue();
      assertThat(store.isCommitted(id.toString())).isTrue();
    }
    assertThat(store.requests()).hasSize(2);
  }

  @Test
  void aSessionLivesThirtyMinutesAfterItsLastChunk() throws IOException {
    UUID early = store.openIncompleteSession();
    store.passTime(Duration.ofMinutes(20));
    UUID late = store.openIncompleteSession();
    store.passTime(Duration.ofMinutes(10));
    assertThat(said(query(early.toString())))
        .startsWith("400 {\"Error\":{\"Code\":\"E_INVALIDARG\",");
    store.receiveLastChunk(late);
    store.passTime(Duration.ofMinutes(30));
    assertThat(said(query(late.toString()))).isEqualTo("200 ");
    store.passTime(Duration.ofSeconds(1));
    assertThat(said(query(late.toString()))).isEqualTo(BAD);
    assertThat(said(query(early.toString()))).isEqualTo(BAD);
    assertThat(store.isCommitted(late)).isTrue();
    assertThat(store.isCommitted(early)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> store.receiveLastChunk(late));
  }

  @Test
  void afterAFailoverNoSessionIsKnownButEveryFileIsThere() throws IOException {
    UUID committed = store.openSession();
    UUID open = store.openSession();
    assertThat(said(query(committed.toString()))).isEqualTo("200 ");
    store.failOver();
    assertThat(said(query(committed.toString()))).isEqualTo(BAD);
    assertThat(said(query(open.toString()))).isEqualTo(BAD);
    assertThat(store.isCommitted(committed)).isTrue();
    assertThat(store.isCommitted(open)).isFalse();
  }

  @Test
  void anotherCommitOfThePathIsPending() throws IOException {
    UUID id = store.openSession();
    store.beginOtherCommit(id);
    assertThat(said(query(id.toString())))
        .startsWith("500 {\"Error\":{\"Code\":\"OperationsPending\",\"Message\":");
    store.finishOtherCommit(id);
    assertThat(said(query(id.toString()))).isEqualTo("200 ");
  }

  @Test
  void aClusterOnLinuxHasNoSuchRouteAndOneWithoutTheServiceSaysSo() throws IOException {
    UUID id = store.openSession();
    store.removeImageStoreService();
    assertThat(said(query(id.toString())))
        .startsWith("404 {\"Error\":{\"Code\":\"FABRIC_E_SERVICE_DOES_NOT_EXIST\",");
    store.runOnLinux();
    assertThat(said(query(id.toString()))).isEqualTo(BAD);
    assertThat(store.isCommitted(id)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "6.0,true", "1.0,true", "6,true", "6.4,true", "6.4-preview,true", "2.0-preview,true",
    "0.9,false", "6.5,false", "10.0,false", "'',false", "6.0-beta,false", "v6.0,false",
    "6.0.0,false", "-6.0,false"
  })
  void anApiVersionIsANumberFromOneToTheRuntimesOwn(String version, boolean taken)
      throws IOException {
    String query = "?api-version=" + version + "&session-id=" + store.openSession();
    assertThat(said(query)).isEqualTo(taken ? "200 " : BAD);
  }

  @Test
  void theRuntimesVersionCanBeSet() throws IOException {
    String query = "?session-id=" + store.openSession() + "&api-version=";
    store.runtimeVersion("10.1");
    assertThat(said(query + "10.0")).isEqualTo("200 ");
    store.runtimeVersion("6.0");
    assertThat(said(query + "6.1")).isEqualTo(BAD);
    assertThat(said("?session-id=" + store.openSession())).isEqualTo(BAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1-1-1-1-1",
        "%7B0f8fad5b-d9cb-469f-a165-70867728950e%7D",
        "0f8fad5bd9cb469fa16570867728950e",
        "00000000-0000-0000-0000-000000000000",
        "0f8fad5b-d9cb-469f-a165-70867728950",
        ""
      })
  void aSessionIdOfAnotherFormIsAnInvalidArgument(String id) throws IOException {
    assertThat(said(query(id))).isEqualTo(BAD);
    assertThat(said("?api-version=6.0")).isEqualTo(BAD);
  }

  @Test
  void aSessionIdIsTakenInEitherCase() throws IOException {
    UUID id = store.openSession();
    assertThat(said(query(id.toString().toUpperCase(java.util.Locale.ROOT)))).isEqualTo("200 ");
    assertThat(store.isCommitted(id)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "300,300",
    "4294967295,4294967295",
    "0,0",
    "4294967296,60",
    "99999999999,60",
    "-1,60",
    "1.5,60",
    "soon,60",
    "'',60"
  })
  void aTimeoutThatCannotBeParsedIsSilentlySixtySeconds(String timeout, long read)
      throws IOException {
    assertThat(said(query(store.openSession().toString()) + "&timeout=" + timeout))
        .isEqualTo("200 ");
    assertThat(store.requests().get(0).timeoutSeconds()).isEqualTo(read);
  }

  @Test
  void anotherMethodOrPathHasNoRoute() throws IOException {
    String query = query(store.openSession().toString());
    String url = store.endpoint() + ROUTE + query;
    assertThat(said(new Request.Builder().url(url).put(RequestBody.EMPTY).build())).isEqualTo(BAD);
    String elsewhere = store.endpoint() + "/ImageStore" + query;
    assertThat(said(new Request.Builder().url(elsewhere).post(RequestBody.EMPTY).build()))
        .isEqualTo(BAD);
    assertThat(said(new Request.Builder().url(url).get().build())).isEqualTo(BAD);
  }

  @Test
  void faultsAreMetInTheirOrderAndTheWorkIsDoneAsTheySay() throws IOException {
    UUID done = store.openSession();
    UUID never = store.openSession();
    UUID late = store.openSession();
    store.enqueue(Fault.error(504, "FABRIC_E_TIMEOUT", Work.DONE));
    store.enqueue(Fault.none());
    store.enqueue(Fault.error(503, "E_ABORT", Work.NEVER));
    store.enqueue(Fault.error(504, "FABRIC_E_TIMEOUT", Work.LATE));
    store.enqueue(Fault.page(503));
    assertThat(said(query(done.toString()))).startsWith("504 {\"Error\":");
    assertThat(said(query(done.toString()))).isEqualTo("200 ");
    assertThat(said(query(never.toString()))).startsWith("503 {\"Error\":");
    assertThat(said(query(late.toString()))).startsWith("504 {\"Error\":");
    assertThat(store.isCommitted(late)).isFalse();
    assertThat(said(query(never.toString()))).startsWith("503 <!DOCTYPE HTML");
    assertThat(store.isCommitted(done)).isTrue();
    assertThat(store.isCommitted(never)).isFalse();
    assertThat(store.isCommitted(late)).as("done when the next request came").isTrue();
  }

  private static String query(String sessionId) {
    return "?api-version=6.0&session-id=" + sessionId;
  }

  private Response post(String query) throws IOException {
    String url = store.endpoint() + ROUTE + query;
    return HTTP.newCall(new Request.Builder().url(url).post(RequestBody.EMPTY).build()).execute();
  }

  private String said(String query) throws IOException {
    try (Response response = post(query)) {
      return response.code() + " " + response.body().string();
    }
  }

  private static String said(Request request) throws IOException {
    try (Response response = HTTP.newCall(request).execute()) {
      return response.code() + " " + response.body().string();
    }
  }
}
