package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
  private final FakeImageStore store = FakeImageStore.start();
  private final TestTiming timing = new TestTiming();

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aFailureThatPassesIsMendedByAnotherAttempt(Style style) {
    UUID id = store.openSession();
    store.enqueue(Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER));
    store.enqueue(Fault.lostAnswer(Work.NEVER));

    commit(style, RetryPolicy.defaults(), id);

    assertThat(store.isCommitted(id)).isTrue();
    assertThat(store.requests()).hasSize(3);
    assertThat(timing.pauses()).containsExactly(Duration.ofMillis(125), Duration.ofMillis(250));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCommitThatWorksIsAttemptedOnce(Style style) {
    commit(style, RetryPolicy.defaults(), store.openSession());
    assertThat(store.requests()).hasSize(1);
    assertThat(timing.pauses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void thereAreAsManyAttemptsAsThePolicySays(Style style) {
    RetryPolicy five =
        RetryPolicy.builder()
            .maxAttempts(5)
            .firstDelay(Duration.ofSeconds(1))
            .maxDelay(Duration.ofSeconds(3))
            .build();
    fail(7);

    ImageStoreException failure = failure(style, five);

    assertThat(failure.attempts()).isEqualTo(5);
    assertThat(failure).hasMessageContaining("5 attempts)");
    assertThat(store.requests()).hasSize(5);
    assertThat(timing.pauses())
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(1500),
            Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void withNoPolicyThereIsOneAttempt(Style style) {
    fail(1);
    ImageStoreException failure = failure(style, RetryPolicy.none());
    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(failure).hasNoSuppressedExceptions().hasMessageContaining("1 attempt)");
    assertThat(store.requests()).hasSize(1);
    assertThat(timing.pauses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theEarlierFailuresAreSuppressedInTheirOrder(Style style) {
    store.enqueue(Fault.error(502, "FABRIC_E_GATEWAY_NOT_REACHABLE", Work.NEVER));
    store.enqueue(Fault.error(503, "E_ABORT", Work.NEVER));
    store.enqueue(Fault.error(504, "FABRIC_E_TIMEOUT", Work.NEVER));

    ImageStoreException failure = failure(style, RetryPolicy.defaults());

    assertThat(failure.getCause()).hasMessageContaining("attempt 3 was answered HTTP 504");
    assertThat(failure.getSuppressed())
        .satisfiesExactly(
            first -> assertThat(first).hasMessageContaining("attempt 1 was answered HTTP 502"),
            second -> assertThat(second).hasMessageContaining("attempt 2 was answered HTTP 503"))
        .allSatisfy(
            e -> assertThat(((ImageStoreException) e).requestId()).isEqualTo(failure.requestId()));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theJitterComesFromTheRandomness(Style style) {
    timing.random(0);
    fail(2);
    commit(style, RetryPolicy.defaults(), store.openSession());
    assertThat(timing.pauses()).containsExactly(Duration.ZERO, Duration.ZERO);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      store.enqueue(Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER));
    }
  }

  private ImageStoreException failure(Style style, RetryPolicy policy) {
    return catchThrowableOfType(
        ImageStoreException.class, () -> commit(style, policy, store.openSession()));
  }

  private void commit(Style style, RetryPolicy policy, UUID id) {
    try (ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .retryPolicy(policy)
            .timing(timing)
            .build()) {
      style.commit(client, id);
    }
  }
}
