package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import java.time.Duration;
import java.util.UUID;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  private final FakeImageStore store = FakeImageStore.start();

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCommitIsExactlyOnePostWithoutABody(Style style) {
    UUID id = store.openSession();
    CallOptions options =
        CallOptions.builder()
            .timeout(Duration.ofSeconds(4_294_967_295L))
            .apiVersion("6.4-preview")
            .requestId("trace me: 1")
            .build();
    try (ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
      style.commit(client, id, options);
    }

    assertThat(store.isCommitted(id)).isTrue();
    assertThat(store.requests()).hasSize(1);
    SeenRequest request = store.requests().get(0);
    assertThat(request.line())
        .isEqualTo(
            "POST /ImageStore/$/CommitUploadSession?api-version=6.4-preview&session-id="
                + id
                + "&timeout=4294967295 HTTP/1.1");
    assertThat(request.bodySize()).isZero();
    assertThat(request.timeoutSeconds()).isEqualTo(4_294_967_295L);
    assertThat(request.headers().values("Content-Length")).containsExactly("0");
    assertThat(request.headers().values("Content-Type")).isEmpty();
    assertThat(request.headers().values("X-ServiceFabricRequestId")).containsExactly("trace me: 1");
    assertThat(request.headers().values("X-ServiceFabricClientType"))
        .containsExactly("imagestore-java");
  }

  @Test
  void theUserAgentHasTheLibrarysNameAndVersion() {
    try (ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
      client.commitUploadSession(store.openSession());
    }
    assertThat(store.requests().get(0).headers().values("User-Agent"))
        .singleElement()
        .asString()
        .matches("imagestore-facade/[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void eachCallHasAFreshRequestIdAndItsAttemptsShareIt(Style style) {
    try (ImageStoreClient client =
        ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build()) {
      store.enqueue(Fault.lostAnswer(Work.NEVER));
      style.commit(client, store.openSession());
      style.commit(client, store.openSession());
    }
    var ids =
        store.requests().stream().map(r -> r.headers().get("X-ServiceFabricRequestId")).toList();
    assertThat(ids).hasSize(3).allSatisfy(id -> assertThat(UUID.fromString(id)).isNotNull());
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
  }

  @ParameterizedTest
  @CsvSource({"/a/b,/a/b", "/a/b/,/a/b", "/a%20b/$,/a%20b/$", "/,''"})
  void aPathInTheEndpointGoesBeforeThatOfTheOperation(String path, String before) {
    // The fake has its route at the root alone, as a gateway has: behind a path there is no route.
    try (ImageStoreClient client = ImageStoreClient.create(store.endpoint() + path)) {
      catchThrowableOfType(
          FabricErrorException.class, () -> client.commitUploadSession(store.openSession()));
    }
    assertThat(store.requests().get(0).line())
        .startsWith("POST " + before + "/ImageStore/$/CommitUploadSession?api-version=6.0&");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void aRedirectIsNotFollowedNotEvenByAGivenHttpClientThatWould(int status) {
    Reply redirect = Reply.of(status).header("Location", store.endpoint() + "/elsewhere");
    OkHttpClient following = new OkHttpClient.Builder().followRedirects(true).build();
    try (ImageStoreClient own = ImageStoreClient.create(store.endpoint());
        ImageStoreClient given =
            ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(following).build()) {
      for (ImageStoreClient client : new ImageStoreClient[] {own, given}) {
        store.enqueue(Fault.reply(redirect, Work.NEVER));
        FabricErrorException refused =
            catchThrowableOfType(
                FabricErrorException.class, () -> client.commitUploadSession(store.openSession()));
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused).hasMessageContaining("Redirects are not followed");
      }
    }
    assertThat(store.requests()).hasSize(2);
  }

  @Test
  void theSessionIdMayBeAString() {
    UUID id = store.openSession();
    try (ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
      client.commitUploadSession(id.toString().toUpperCase(java.util.Locale.ROOT));
      client.commitUploadSession(id.toString(), CallOptions.defaults());
      Style.end(client.async().commitUploadSession(id.toString(), CallOptions.defaults()));
    }
    assertThat(store.isCommitted(id)).isTrue();
    assertThat(store.requests()).extracting(SeenRequest::line).allMatch(l -> l.contains("=" + id));
  }
}
