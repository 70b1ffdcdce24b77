package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.UUID;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the HTTP stack would like to send again by itself is sent as the policy says. */
class HiddenResendTest {
  private static final OkHttpClient EAGER =
      new OkHttpClient.Builder()
          .retryOnConnectionFailure(true)
          .followRedirects(true)
          .authenticator((route, response) -> response.request())
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "408 Request Timeout",
        "503 Service Unavailable\r\nRetry-After: 0",
        "503 Service Unavailable\r\nRetry-After: 00",
        "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"",
        "421 Misdirected Request",
        "307 Temporary Redirect\r\nLocation: /"
      })
  void anAnswerIsAnsweredByNoHiddenRequest(String answer) {
    for (Style style : Style.values()) {
      for (OkHttpClient given : new OkHttpClient[] {null, EAGER}) {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n");
            ImageStoreClient client = client(server, given, RetryPolicy.none(), new TestTiming())) {
          assertThatExceptionOfType(ImageStoreException.class)
              .isThrownBy(() -> style.commit(client, UUID.randomUUID()))
              .satisfies(e -> assertThat(e.attempts()).isEqualTo(1));
          assertThat(server.requests()).isEqualTo(1);
        }
      }
    }
  }

  /** A question has no body that OkHttp could send only once. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "408 Request Timeout",
        "503 Service Unavailable\r\nRetry-After: 0",
        "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"",
        "421 Misdirected Request",
        "307 Temporary Redirect\r\nLocation: /"
      })
  void noQuestionIsAskedAgainBehindThePolicy(String answer) {
    for (OkHttpClient given : new OkHttpClient[] {null, EAGER}) {
      try (RawServer server =
              RawServer.answering("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n");
          ImageStoreClient client = client(server, given, RetryPolicy.none(), new TestTiming())) {
        assertThatExceptionOfType(ImageStoreException.class)
            .isThrownBy(() -> client.getUploadSession(UUID.randomUUID()));
        assertThat(server.requests()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"408 Request Timeout", "503 Service Unavailable\r\nRetry-After: 0"})
  void whatIsTriedAgainIsTriedAgainByThePolicyAlone(String answer) {
    for (Style style : Style.values()) {
      TestTiming timing = new TestTiming();
      try (RawServer server =
              RawServer.answering("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n");
          ImageStoreClient client = client(server, EAGER, RetryPolicy.defaults(), timing)) {
        assertThatExceptionOfType(ImageStoreException.class)
            .isThrownBy(() -> style.commit(client, UUID.randomUUID()))
            .satisfies(e -> assertThat(e.attempts()).isEqualTo(3));
        assertThat(server.requests()).isEqualTo(3);
        assertThat(timing.pauses()).containsExactly(Duration.ofMillis(125), Duration.ofMillis(250));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void nothingIsReplayedWhenAPooledConnectionBreaks(Style style) {
    RawServer.Script breaksOnTheSecondRequest =
        (server, connection) -> {
          server.readRequest(connection);
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
          server.readRequest(connection);
        };
    for (OkHttpClient given : new OkHttpClient[] {null, EAGER}) {
      TestTiming timing = new TestTiming();
      try (RawServer server = RawServer.start(breaksOnTheSecondRequest);
          ImageStoreClient once = client(server, given, RetryPolicy.none(), timing);
          ImageStoreClient again = client(server, given, RetryPolicy.defaults(), timing)) {
        style.commit(once, UUID.randomUUID());
        var unknown =
            catchThrowableOfType(
                OutcomeUnknownException.class, () -> style.commit(once, UUID.randomUUID()));
        assertThat(unknown.attempts()).isEqualTo(1);
        assertThat(server.requests()).isEqualTo(2);
        assertThat(timing.pauses()).isEmpty();

        style.commit(again, UUID.randomUUID());
        style.commit(again, UUID.randomUUID());
        assertThat(server.requests()).isEqualTo(5);
        assertThat(timing.pauses()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "9999999999999999999999999", "-99999999999"})
  void aRetryAfterBeyondAllNumbersBreaksNothing(String value) {
    String answer =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: "
            + value
            + "\r\n\r\n";
    for (Style style : Style.values()) {
      try (RawServer server = RawServer.answering(answer);
          ImageStoreClient client =
              client(server, EAGER, RetryPolicy.defaults(), new TestTiming())) {
        var unknown =
            catchThrowableOfType(
                OutcomeUnknownException.class, () -> style.commit(client, UUID.randomUUID()));
        // After so long a pause the session would be forgotten; what is negative says nothing.
        assertThat(unknown.attempts()).isEqualTo(value.startsWith("-") ? 3 : 1);
        assertThat(server.requests()).isEqualTo(unknown.attempts());
      }
    }
  }

  private static ImageStoreClient client(
      RawServer server, OkHttpClient given, RetryPolicy policy, TestTiming timing) {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder().endpoint(server.endpoint()).retryPolicy(policy).timing(timing);
    return given == null ? builder.build() : builder.httpClient(given).build();
  }
}
