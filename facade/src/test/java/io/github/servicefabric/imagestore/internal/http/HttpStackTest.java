package io.github.servicefabric.imagestore.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the HTTP stack connects, which shows only where a host has an address that is silent. */
class HttpStackTest {
  @ParameterizedTest
  @CsvSource({
    "false, http://127.0.0.1:19080/",
    "false, http://[::1]:19080/",
    "false, http://127.0.0.1:19080/ http://10.0.0.4:19080/",
    "true, http://localhost:19080/",
    "true, http://10.0.0.cluster:19080/",
    "true, http://127.0.0.1:19080/ http://node-1:19080/",
  })
  void aHostsAddressesAreTriedSideBySideWhereItMayHaveSeveral(boolean fast, String endpoints) {
    List<HttpUrl> urls = Arrays.stream(endpoints.split(" ")).map(HttpUrl::get).toList();
    try (HttpStack stack = HttpStack.own(urls, 1, new SystemTiming(), null, null, Runnable::run)) {
      assertThat(stack.http().fastFallback()).isEqualTo(fast);
    }
  }

  @Test
  void theOwnHttpClientHasNoLimitButTenSecondsToConnect() {
    List<HttpUrl> urls = List.of(HttpUrl.get("http://127.0.0.1:19080/"));
    try (HttpStack stack = HttpStack.own(urls, 1, new SystemTiming(), null, null, Runnable::run)) {
      assertThat(stack.http().callTimeoutMillis()).isZero();
      assertThat(stack.http().readTimeoutMillis()).isZero();
      assertThat(stack.http().writeTimeoutMillis()).isZero();
      assertThat(stack.http().pingIntervalMillis()).isZero();
      assertThat(stack.http().connectTimeoutMillis()).isEqualTo(10_000);
    }
  }
}
