package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BearerTokenTest {
  private static final Logger LOGGER = Logger.getLogger("io.github.servicefabric.imagestore");

  private final SecureGateway gateway = SecureGateway.trusted();
  private final TestTiming timing = new TestTiming();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Boolean> refusals = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Handler log =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          told.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.setLevel(Level.ALL);
    LOGGER.addHandler(log);
  }

  @AfterEach
  void noTokenWasTold() {
    LOGGER.setLevel(null);
    LOGGER.removeHandler(log);
    gateway.close();
    assertThat(told).isNotEmpty().noneMatch(text -> text.contains("token-"));
  }

  /** Tokens are token-1, token-2 and so on. */
  private String next(boolean refused) {
    refusals.add(refused);
    return "token-" + asked.incrementAndGet();
  }

  private ImageStoreClient client(TokenSource supplier, RetryPolicy policy) {
    timing.pass(java.time.Duration.between(TestTiming.START, java.time.Instant.now()));
    byte[] ca = Certificates.AUTHORITY.certificatePem().getBytes(StandardCharsets.US_ASCII);
    return ImageStoreClient.builder()
        .endpoint(gateway.endpoint())
        .serverTrust(ServerTrust.certificateAuthorities(new java.io.ByteArrayInputStream(ca)))
        .credentials(ClientCredentials.bearerToken(supplier))
        .retryPolicy(policy)
        .attemptListener(event -> told.add(event.toString()))
        .timing(timing)
        .build();
  }

  private <T extends ImageStoreException> T failure(
      Class<T> kind, Style style, TokenSource supplier, RetryPolicy policy) {
    try (ImageStoreClient client = client(supplier, policy)) {
      T failure = catchThrowableOfType(kind, () -> style.commit(client, UUID.randomUUID()));
      assertThat(failure).isNotNull();
      told.add(failure.toString());
      told.add(String.valueOf(failure.getCause()));
      for (Throwable other : failure.getSuppressed()) {
        told.add(other.toString());
      }
      return failure;
    }
  }

  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    gateway.requests().forEach(request -> sent.add(request.getHeaders().get("Authorization")));
    return sent;
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aTokenIsSent(Style style) {
    try (ImageStoreClient client = client(this::next, RetryPolicy.defaults())) {
      style.commit(client, UUID.randomUUID());
    }
    assertThat(sent()).containsExactly("Bearer token-1");
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "SYNC,false", "ASYNC,true", "ASYNC,false"})
  void anExpiredTokenIsRenewedAtOnce(Style style, boolean retries) {
    gateway.answers(401);
    RetryPolicy policy = retries ? RetryPolicy.defaults() : RetryPolicy.none();
    try (ImageStoreClient client = client(this::next, policy)) {
      style.commit(client, UUID.randomUUID());
    }
    assertThat(sent()).containsExactly("Bearer token-1", "Bearer token-2");
    assertThat(timing.pauses()).allMatch(java.time.Duration::isZero);
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "SYNC,false", "ASYNC,true", "ASYNC,false"})
  void aTokenThatIsAlwaysRefusedIsAskedForTwice(Style style, boolean retries) {
    gateway.answers(401, 401, 401, 401);
    RetryPolicy policy = retries ? RetryPolicy.defaults() : RetryPolicy.none();
    var refused = failure(FabricErrorException.class, style, this::next, policy);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.attempts()).isEqualTo(2);
    assertThat(refused).hasMessageContaining("Give the client a token that this cluster accepts");
    assertThat(asked).hasValue(2);
    assertThat(refusals).containsExactly(false, true);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aRenewalTakesNoneOfThePolicysAttempts(Style style) {
    gateway.answers(401, 429, 429);
    try (ImageStoreClient client = client(this::next, RetryPolicy.defaults())) {
      style.commit(client, UUID.randomUUID());
    }
    assertThat(sent())
        .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-3", "Bearer token-4");
    assertThat(refusals).containsExactly(false, true, false, false);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void withoutATokenA401IsFinal(Style style) {
    gateway.answers(401);
    byte[] ca = Certificates.AUTHORITY.certificatePem().getBytes(StandardCharsets.US_ASCII);
    try (ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint(gateway.endpoint())
            .serverTrust(ServerTrust.certificateAuthorities(new java.io.ByteArrayInputStream(ca)))
            .build()) {
      var refused =
          catchThrowableOfType(
              FabricErrorException.class, () -> style.commit(client, UUID.randomUUID()));
      assertThat(refused.attempts()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aSourceThatFailsIsNamedAsTheReason(Style style) {
    TokenSource failing =
        refused -> {
          next(refused);
          throw new IllegalStateException("with the secret token-0 in it");
        };
    told.add("nothing else is told");
    try (ImageStoreClient client = client(failing, RetryPolicy.defaults())) {
      var failure =
          catchThrowableOfType(
              ImageStoreUnreachableException.class, () -> style.commit(client, UUID.randomUUID()));
      told.add(failure.toString());
      assertThat(failure)
          .hasMessageContaining("no token for https://127.0.0.1")
          .hasMessageContaining("the token source failed with java.lang.IllegalStateException")
          .hasMessageContaining("Look at why the token source gives no token");
      assertThat(failure.attempts()).isEqualTo(3);
    }
    assertThat(gateway.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whatNoHeaderCarriesIsNotSent(Style style) {
    for (String wrong : new String[] {null, ""}) {
      var failure =
          failure(
              ImageStoreUnreachableException.class, style, refused -> wrong, RetryPolicy.none());
      assertThat(failure)
          .hasMessageContaining(
              "the token source gave " + (wrong == null ? "null" : "an empty text"));
    }
    assertThat(gateway.requests()).isEmpty();
  }

  /** The same token would come again, so it is told once. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void aTokenThatIsWrongInItselfIsToldAsThatAndNotTriedAgain(Style style) {
    Map<String, String> wrong =
        Map.of(
            "token-1\n", "ends with a line break",
            "token-1\r\n", "ends with a line break",
            "Bearer token-1", "starts with \"Bearer \"",
            "bearer token-1", "starts with \"Bearer \"",
            "token-\r\nX: y", "cannot carry, \\u000D, at 6 of 12",
            "token-ü", "cannot carry, \\u00FC",
            "token- 1", "cannot carry, \\u0020",
            "\ufefftoken-1", "cannot carry, \\uFEFF, at 0",
            "token-1\u202a", "cannot carry, \\u202A, at 7");
    wrong.forEach(
        (token, words) -> {
          TokenSource source =
              refused -> {
                asked.incrementAndGet();
                return token;
              };
          asked.set(0);
          var failure =
              failure(ImageStoreUnreachableException.class, style, source, RetryPolicy.defaults());
          assertThat(failure)
              .hasMessageContaining(words)
              .hasMessageContaining("Let the token source give the token alone");
          assertThat(failure.attempts()).isEqualTo(1);
          assertThat(asked).hasValue(1);
        });
    assertThat(gateway.requests()).isEmpty();
  }

  /** A library for tokens throws what it likes, and hands out what it has cached. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void aSourceThatFailsOnceIsAskedAgain(Style style) {
    TokenSource source =
        refused -> {
          if (next(refused).equals("token-1")) {
            throw new java.io.IOException("not now");
          }
          return "token-2";
        };
    try (ImageStoreClient client = client(source, RetryPolicy.defaults())) {
      style.commit(client, UUID.randomUUID());
    }
    assertThat(sent()).containsExactly("Bearer token-2");
    assertThat(refusals).containsExactly(false, false);
  }

  @ParameterizedTest
  @CsvSource({"SYNC,302", "SYNC,307", "ASYNC,303", "ASYNC,308"})
  void aTokenFollowsNoRedirect(Style style, int status) {
    try (SecureGateway other = SecureGateway.trusted()) {
      gateway.answers(
          new MockResponse.Builder()
              .code(status)
              .addHeader("Location", other.endpoint() + "/elsewhere")
              .build());
      var refused = failure(FabricErrorException.class, style, this::next, RetryPolicy.defaults());
      assertThat(refused.statusCode()).isEqualTo(status);
      assertThat(other.requests()).isEmpty();
    }
    assertThat(sent()).containsExactly("Bearer token-1");
  }
}
