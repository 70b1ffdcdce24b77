package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:19080",
        "//localhost:19080",
        "/ImageStore",
        "http:localhost",
        "http://",
        "https://:19080",
        "ftp://localhost",
        "file:///tmp",
        " http://localhost",
        "http://localhost ",
        "http://local host",
        "http://localhost:port",
        "http://localhost:99999"
      })
  void whatIsNoAbsoluteHttpUrlIsRefused(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageStoreClient.create(endpoint))
        .withMessageStartingWith("endpoint must be an absolute http or https URL")
        .withMessageContaining(endpoint.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://secret@localhost",
        "http://user:secret@localhost",
        "http://:secret@localhost",
        "http://user:se@secret@localhost:19080/x",
        "http://localhost?secret",
        "http://localhost/?token=secret",
        "http://localhost/#secret",
        "http://localhost?",
        "http://localhost#",
        "http://user:secret@localhost:port",
        "http://local host?secret",
        "http://user:sec/secret@localhost",
        "http://user:se?secret@localhost",
        "http://user:secret#@localhost",
        "http://user:secret\n@localhost",
        "user:secret@localhost:19080",
        "http://localhost?x=y@secret"
      })
  void userInfoQueryAndFragmentAreRefusedAndTheirSecretsNotShown(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageStoreClient.create(endpoint))
        .withMessageStartingWith("endpoint must be ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:19080, http://localhost:19080/",
    "HTTP://LOCALHOST:19080/, http://localhost:19080/",
    "https://cluster.example, https://cluster.example/",
    "http://localhost/a/b, http://localhost/a/b/",
    "http://localhost/a/b/, http://localhost/a/b/",
    "http://[::1]:19080, http://[::1]:19080/"
  })
  void anAbsoluteUrlIsTakenAndItsPathEndsInASlash(String endpoint, String url) {
    assertThat(Arguments.endpoint(endpoint)).hasToString(url);
  }

  @Test
  void aClientWithoutAnEndpointIsNotBuilt() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ImageStoreClient.builder().build())
        .withMessageContaining("endpoint is not set");
  }

  @Test
  void aLimitOfIdleConnectionsBesideAGivenHttpClientIsRefusedAsItWouldDoNothing() {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder()
            .endpoint("http://localhost")
            .maxIdleConnections(3)
            .httpClient(new OkHttpClient());
    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessageContaining("maxIdleConnections");
  }
}
