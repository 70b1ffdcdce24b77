package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  private static final String ID = "0F8FAD5B-d9cb-469f-a165-70867728950e";

  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client = ImageStoreClient.create(store.endpoint());

  @AfterEach
  void close() {
    client.close();
    assertThat(store.requests()).as("nothing that is refused reaches the network").isEmpty();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1-1-1-1-1",
        "{0f8fad5b-d9cb-469f-a165-70867728950e}",
        "(0f8fad5b-d9cb-469f-a165-70867728950e)",
        " 0f8fad5b-d9cb-469f-a165-70867728950e",
        "0f8fad5b-d9cb-469f-a165-70867728950e ",
        "0f8fad5b-d9cb-469f-a165-70867728950e\n",
        "0f8fad5bd9cb469fa16570867728950e",
        "0f8fad5b-d9cb-469f-a165-70867728950",
        "0f8fad5b-d9cb-469f-a165-70867728950e0",
        "0f8fad5b-d9cb-469fa-165-70867728950e",
        "0g8fad5b-d9cb-469f-a165-70867728950e",
        "０f8fad5b-d9cb-469f-a165-70867728950e"
      })
  void aSessionIdOfAnotherFormIsRefused(String id) {
    for (Style style : Style.values()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> style.commit(client, id))
          .withMessageContaining("sessionId")
          .withMessageContaining("8-4-4-4-12")
          .withMessageContaining('"' + id.replace("\n", "\\u000A") + '"');
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theAllZeroSessionIdIsRefused(Style style) {
    UUID zero = new UUID(0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> style.commit(client, zero))
        .withMessageContaining("sessionId")
        .withMessageContaining(zero.toString());
    assertThatIllegalArgumentException().isThrownBy(() -> style.commit(client, zero.toString()));
  }

  /** What dialogs and chats put in when something is copied out of them. */
  @ParameterizedTest
  @ValueSource(ints = {0x09, 0x0a, 0xa0, 0xad, 0x200b, 0x200e, 0x202a, 0x2060, 0x3000, 0xfeff})
  void whatCannotBeSeenIsRefusedAndShown(int character) {
    String unseen = Character.toString(character);
    String shown = String.format("\\u%04X", character);
    List<Runnable> calls =
        List.of(
            () -> client.commitUploadSession(unseen + ID),
            () -> client.commitUploadSession(ID + unseen),
            () -> CallOptions.builder().requestId("trace" + unseen + "me"),
            () -> CallOptions.builder().apiVersion("6.0" + unseen),
            () -> ImageStoreClient.create(unseen + "http://localhost:1"),
            () -> ImageStoreClient.create("http://local" + unseen + "host:1"),
            () -> ImageStoreClient.create("http://localhost:1/pa" + unseen + "th"),
            () -> ImageStoreClient.create("http://localhost:1" + unseen));
    for (Runnable call : calls) {
      assertThatIllegalArgumentException()
          .isThrownBy(call::run)
          .withMessageContaining(shown)
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(unseen));
    }
  }

  @Test
  void aBlankAtTheEdgeOfAnEndpointIsShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageStoreClient.create(" http://localhost:1"))
        .withMessage(
            "endpoint must be an absolute http or https URL without blanks, line breaks and"
                + " characters that cannot be seen, but was \" http://localhost:1\"");
  }

  @Test
  void aSessionIdInEitherCaseIsTaken() {
    assertThat(Arguments.sessionId(ID)).isEqualTo(UUID.fromString(ID));
  }

  @Test
  void aLongWrongSessionIdIsShownInPart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.commitUploadSession("x".repeat(1_000_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  static Duration[] wrongTimeouts() {
    return new Duration[] {
      Duration.ZERO,
      Duration.ofSeconds(-1),
      Duration.ofMillis(999),
      Duration.ofMillis(1500),
      Duration.ofSeconds(1, 1),
      Duration.ofSeconds(4_294_967_296L),
      Duration.ofSeconds(4_294_967_295L, 1),
      Duration.ofSeconds(Long.MAX_VALUE),
      Duration.ofSeconds(Long.MIN_VALUE)
    };
  }

  @ParameterizedTest
  @MethodSource("wrongTimeouts")
  void aTimeoutOutOfRangeOrWithAFractionIsRefused(Duration timeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallOptions.builder().timeout(timeout))
        .withMessageStartingWith("timeout")
        .withMessageContaining("from 1 s to 4294967295 s")
        .withMessageContaining(timeout.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 60, 4_294_967_295L})
  void aTimeoutOfWholeSecondsInRangeIsTaken(long seconds) {
    Duration timeout = Duration.ofSeconds(seconds);
    assertThat(CallOptions.builder().timeout(timeout).build().timeout()).isEqualTo(timeout);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aDeadlineThatIsNotLongerThanZeroIsRefused(long seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallOptions.builder().deadline(Duration.ofSeconds(seconds)))
        .withMessage(
            "deadline must be longer than 0 s, but was %s", Duration.ofSeconds(seconds).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "6",
        "6.",
        ".0",
        "6.0.0",
        "v6.0",
        "6,0",
        " 6.0",
        "6.0 ",
        "-6.0",
        "6.0-beta",
        "6.0-PREVIEW",
        "6.0-preview2",
        "5.9",
        "5.99",
        "1.0",
        "0.0",
        "٦.٠",
        "9999999999.0"
      })
  void anApiVersionOfAnotherFormOrLowerThanSixIsRefused(String version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallOptions.builder().apiVersion(version))
        .withMessageStartingWith("apiVersion")
        .withMessageContaining("digits.digits")
        .withMessageContaining("6.0 or higher")
        .withMessageContaining('"' + version + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.0", "6.0-preview", "6.4", "10.1", "6.00"})
  void anApiVersionFromSixOnIsTaken(String version) {
    assertThat(CallOptions.builder().apiVersion(version).build().apiVersion()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a\nb", "a\r\nX-Evil: 1", "ä", "a\u0000", " a", "a ", "a\tb", "\u007f"})
  void aRequestIdThatAHeaderCannotCarryIsRefused(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallOptions.builder().requestId(id))
        .withMessageStartingWith("requestId")
        .withMessageContaining("printable ASCII")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r", "\u0000"));
  }

  @Test
  void countsBelowOneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageStoreClient.builder().maxConcurrentRequests(0))
        .withMessage("maxConcurrentRequests must be 1 or more, but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageStoreClient.builder().maxIdleConnections(-1))
        .withMessage("maxIdleConnections must be 1 or more, but was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.builder().maxAttempts(0))
        .withMessage("maxAttempts must be 1 or more, but was 0");
  }

  @Test
  void aNullIsRefusedByName() {
    CallOptions.Builder options = CallOptions.builder();
    RetryPolicy.Builder policy = RetryPolicy.builder();
    ImageStoreClient.Builder builder = ImageStoreClient.builder();
    CallOptions set = CallOptions.defaults();
    UUID id = UUID.fromString(ID);
    refusesNull("sessionId", () -> client.commitUploadSession((UUID) null));
    refusesNull("sessionId", () -> client.commitUploadSession((String) null));
    refusesNull("sessionId", () -> client.commitUploadSession((UUID) null, set));
    refusesNull("sessionId", () -> client.commitUploadSession((String) null, set));
    refusesNull("sessionId", () -> client.async().commitUploadSession((UUID) null));
    refusesNull("sessionId", () -> client.async().commitUploadSession((String) null));
    refusesNull("sessionId", () -> client.async().commitUploadSession((UUID) null, set));
    refusesNull("sessionId", () -> client.async().commitUploadSession((String) null, set));
    refusesNull("options", () -> client.commitUploadSession(id, null));
    refusesNull("options", () -> client.commitUploadSession(ID, null));
    refusesNull("options", () -> client.async().commitUploadSession(id, null));
    refusesNull("options", () -> client.async().commitUploadSession(ID, null));
    refusesNull("timeout", () -> options.timeout(null));
    refusesNull("deadline", () -> options.deadline(null));
    refusesNull("apiVersion", () -> options.apiVersion(null));
    refusesNull("requestId", () -> options.requestId(null));
    refusesNull("firstDelay", () -> policy.firstDelay(null));
    refusesNull("maxDelay", () -> policy.maxDelay(null));
    refusesNull("endpoint", () -> ImageStoreClient.create(null));
    refusesNull("endpoint", () -> builder.endpoint(null));
    refusesNull("options", () -> builder.defaultOptions(null));
    refusesNull("policy", () -> builder.retryPolicy(null));
    refusesNull("listener", () -> builder.attemptListener(null));
    refusesNull("http", () -> builder.httpClient(null));
  }

  private static void refusesNull(String name, Runnable call) {
    assertThatNullPointerException().isThrownBy(call::run).withMessage("%s must not be null", name);
  }
}
