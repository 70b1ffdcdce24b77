package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.generated.api.FileApi;
import io.github.servicefabric.imagestore.generated.api.NodeApi;
import io.github.servicefabric.imagestore.generated.model.Event;
import io.github.servicefabric.imagestore.generated.model.Everything;
import io.github.servicefabric.imagestore.generated.model.MoveNodeApiVersionParameter;
import io.github.servicefabric.imagestore.generated.model.MoveNodeModeParameter;
import io.github.servicefabric.imagestore.generated.model.NodeLevel;
import io.github.servicefabric.imagestore.generated.model.NodeState;
import io.github.servicefabric.imagestore.generated.model.StoppedEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.moshi.MoshiConverterFactory;

class CallsTest {
  private final MockWebServer server = new MockWebServer();
  private NodeApi nodes;
  private FileApi files;

  @BeforeEach
  void start() throws IOException {
    server.start();
    Retrofit retrofit =
        new Retrofit.Builder()
            .baseUrl(server.url("/"))
            .addConverterFactory(MoshiConverterFactory.create(Json.moshi()))
            .validateEagerly(true)
            .build();
    nodes = retrofit.create(NodeApi.class);
    files = retrofit.create(FileApi.class);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pathQueryHeaderAndBodyArriveWhereTheContractPutsThem() throws Exception {
    answer("{\"Name\":\"N\"}");

    Everything moved =
        nodes
            .moveNode(
                "a%2Fb",
                "c/d",
                Everything.builder().name("n").build(),
                true,
                MoveNodeApiVersionParameter._6_0,
                3,
                NodeState.IN_BETWEEN,
                NodeLevel.of(7),
                Instant.parse("2018-04-06T22:02:00Z"),
                LocalDate.parse("2018-04-06"),
                List.of("x", "y z"),
                MoveNodeModeParameter.of("Later"),
                "1%202",
                "id")
            .execute()
            .body();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine())
        .isEqualTo(
            "POST /Nodes/a%2Fb/$/Move/c%2Fd?force=true&api-version=6.0&%24filter=3&class=in-between"
                + "&level=7&since=2018-04-06T22%3A02%3A00Z&day=2018-04-06&name=x&name=y%20z&mode=Later"
                + "&raw=1%202 HTTP/1.1");
    assertThat(request.getHeaders().get("X-Request-Id")).isEqualTo("id");
    assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
    assertThat(request.getBody().utf8()).isEqualTo("{\"name\":\"n\"}");
    assertThat(moved).isEqualTo(Everything.builder().name2("N").build());
  }

  @Test
  void whatIsNullStaysOut() throws Exception {
    answer("{}");

    nodes
        .moveNode(
            "n",
            "t",
            Everything.builder().build(),
            null,
            MoveNodeApiVersionParameter._6_0,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null)
        .execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/Nodes/n/$/Move/t?api-version=6.0");
    assertThat(request.getHeaders().get("X-Request-Id")).isNull();
  }

  @Test
  void listsAndMapsOfModelsTravel() throws Exception {
    answer("{\"k\":{\"Kind\":\"Later\",\"n\":1}}");

    Map<String, Event> body =
        nodes.putNodes(List.of(StoppedEvent.builder().build())).execute().body();

    assertThat(server.takeRequest().getBody().utf8()).isEqualTo("[{\"Kind\":\"Stopped\"}]");
    assertThat(body.get("k")).isInstanceOf(Event.Other.class);
  }

  @Test
  void aBodyThatIsOptionalMayBeLeftOut() throws Exception {
    answer("{}");

    nodes.putNodes().execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("PUT /Nodes HTTP/1.1");
    assertThat(request.getHeaders().get("Content-Length")).isEqualTo("0");
  }

  @Test
  void aDeleteMayHaveABody() throws Exception {
    server.enqueue(new MockResponse.Builder().code(204).build());

    assertThat(nodes.delete("All").execute().code()).isEqualTo(204);

    RecordedRequest request = server.takeRequest();
    assertThat(request.getMethod()).isEqualTo("DELETE");
    assertThat(request.getBody().utf8()).isEqualTo("\"All\"");
  }

  @Test
  void aDeprecatedOperationSaysSoAndWorks() throws Exception {
    assertThat(NodeApi.class.getMethod("listNodes").isAnnotationPresent(Deprecated.class)).isTrue();
    assertThat(
            NodeApi.class.getMethod("delete", String.class).isAnnotationPresent(Deprecated.class))
        .isFalse();
  }

  @Test
  void bytesGoOutAndComeInAsTheyAre() throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    RequestBody chunk =
        RequestBody.create(new byte[] {0, -1}, MediaType.get("application/octet-stream"));

    files.putFile("App/pkg", chunk, "bytes 0-1/2").execute();

    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/Files/App%2Fpkg");
    assertThat(request.getHeaders().get("Content-Range")).isEqualTo("bytes 0-1/2");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(request.getBody().toByteArray()).containsExactly(0, -1);

    answer("raw, not JSON");
    try (ResponseBody body = files.getFile("x").execute().body()) {
      assertThat(body.string()).isEqualTo("raw, not JSON");
    }
  }

  @Test
  void aHeadHasNoAnswerBody() throws Exception {
    server.enqueue(new MockResponse.Builder().build());

    Response<Void> response = files.headFile("x").execute();

    assertThat(response.body()).isNull();
    assertThat(server.takeRequest().getMethod()).isEqualTo("HEAD");
  }

  private void answer(String body) {
    server.enqueue(new MockResponse.Builder().body(body).build());
  }
}
