package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
  private final FakeImageStore store = FakeImageStore.start();

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 60, 300, 4_294_967_295L})
  void anAttemptMayTakeFifteenSecondsMoreThanTheServer(long seconds) {
    CallOptions options = CallOptions.builder().timeout(Duration.ofSeconds(seconds)).build();
    ChainRecorder chain = new ChainRecorder();
    try (ImageStoreClient client = given(chain.client())) {
      for (Style style : Style.values()) {
        style.commit(client, store.openSession(), options);
      }
    }
    assertThat(chain.calls()).hasSize(2).containsOnly(Duration.ofSeconds(seconds + 15));
    assertThat(store.requests()).allMatch(request -> request.timeoutSeconds() == seconds);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void noOtherLimitOfAGivenHttpClientIsLeftButItsConnectTimeout(Style style) {
    ChainRecorder chain = new ChainRecorder();
    OkHttpClient hasty =
        chain
            .client()
            .newBuilder()
            .callTimeout(Duration.ofMillis(1))
            .readTimeout(Duration.ofMillis(2))
            .writeTimeout(Duration.ofMillis(3))
            .connectTimeout(Duration.ofSeconds(400))
            .build();
    try (ImageStoreClient client = given(hasty)) {
      style.commit(client, store.openSession());
    }
    assertThat(chain.seen())
        .containsExactly(new ChainRecorder.Limits(Duration.ofSeconds(75), 400_000, 0, 0));
  }

  private ImageStoreClient given(OkHttpClient http) {
    return ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(http).build();
  }
}
