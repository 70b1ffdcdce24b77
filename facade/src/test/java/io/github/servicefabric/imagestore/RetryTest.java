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
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(timing).build();

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aFailureThatPassesIsMendedByAnotherAttempt(Style style) {
    UUID id = store.openSession();
    store.enqueue(Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER));
    store.enqueue(Fault.lostAnswer(Work.NEVER));

    style.commit(client, id);

    assertThat(store.isCommitted(id)).isTrue();
    assertThat(store.requests()).hasSize(3);
    assertThat(timing.pauses()).containsExactly(Duration.ofMillis(125), Duration.ofMillis(250));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void afterALostAnswerANotFoundSettlesNothing(Style style) {
    UUID id = store.openSession();
    store.enqueue(Fault.lostAnswer(Work.DONE));
    store.enqueue(Fault.failOver());

    var unknown =
        catchThrowableOfType(CommitOutcomeUnknownException.class, () -> style.commit(client, id));

    assertThat(store.isCommitted(id)).isTrue();
    assertThat(unknown.attempts()).isEqualTo(2);
    assertThat(unknown).hasCauseInstanceOf(FabricErrorException.class);
    assertThat(unknown.getSuppressed()).hasSize(1);
    assertThat(unknown).hasMessageContaining("HTTP 404 NotFound");
  }
}
