package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.UUID;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken over from an OkHttp client that the caller brings along. */
class GivenHttpClientTest {
  @ParameterizedTest
  @EnumSource(Style.class)
  void itsProxyIsUsed(Style style) {
    try (FakeImageStore proxy = FakeImageStore.start()) {
      int port = Integer.parseInt(proxy.endpoint().substring("http://127.0.0.1:".length()));
      Proxy through = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port));
      OkHttpClient given = new OkHttpClient.Builder().proxy(through).build();
      UUID id = proxy.openSession();
      try (ImageStoreClient client =
          ImageStoreClient.builder()
              .endpoint("http://cluster.invalid:19080")
              .httpClient(given)
              .build()) {
        style.commit(client, id);
      }
      assertThat(proxy.requests())
          .singleElement()
          .extracting(SeenRequest::line)
          .asString()
          .startsWith("POST http://cluster.invalid:19080/ImageStore/$/CommitUploadSession?");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void itsInterceptorsOfBothKindsAreUsed(Style style) {
    OkHttpClient given =
        new OkHttpClient.Builder()
            .addInterceptor(adding("X-Application", "yes"))
            .addNetworkInterceptor(adding("X-Network", "yes"))
            .build();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(given).build()) {
      style.commit(client, store.openSession());
      SeenRequest request = store.requests().get(0);
      assertThat(request.headers().get("X-Application")).isEqualTo("yes");
      assertThat(request.headers().get("X-Network")).isEqualTo("yes");
      assertThat(request.headers().get("Content-Length")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whatItsInterceptorThrowsEndsTheCallAsAFailureOfTheConnection(Style style) {
    OkHttpClient given =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw new java.io.IOException("not today");
                })
            .build();
    try (ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint("http://cluster.invalid")
            .httpClient(given)
            .timing(new TestTiming())
            .build()) {
      org.assertj.core.api.Assertions.assertThatExceptionOfType(
              ImageStoreUnreachableException.class)
          .isThrownBy(() -> style.commit(client, UUID.randomUUID()))
          .withMessageContaining("not today");
    }
  }

  private static Interceptor adding(String name, String value) {
    return chain -> chain.proceed(chain.request().newBuilder().header(name, value).build());
  }
}
