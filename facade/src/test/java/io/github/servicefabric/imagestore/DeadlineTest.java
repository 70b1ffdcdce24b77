package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadlineTest {
  private static final String PASSED = "its deadline passed";

  private final FakeImageStore store = FakeImageStore.start();
  private final TestTiming timing = new TestTiming();
  private final ChainRecorder chain = new ChainRecorder();
  private final ImageStoreClient client =
      ImageStoreClient.builder()
          .endpoint(store.endpoint())
          .httpClient(chain.client())
          .timing(timing)
          .build();

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anAttemptsOwnLimitShrinksToWhatIsLeft(Style style) {
    chain.before(() -> timing.pass(Duration.ofSeconds(20)));
    notReady(2);

    style.commit(client, store.openSession(), deadline(Duration.ofSeconds(100)));

    assertThat(chain.calls())
        .containsExactly(
            Duration.ofSeconds(75),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60).minusMillis(375));
    assertThat(timing.timers()).as("the timer of the deadline is taken back").isZero();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aDeadlineBeforeTheAttemptsLimitIsItsLimit(Style style) {
    style.commit(client, store.openSession(), deadline(Duration.ofMillis(70_500)));
    assertThat(chain.calls()).containsExactly(Duration.ofMillis(70_500));
  }

  /**
   * The clock goes on between two looks, so that nothing, or less, is left of it for an attempt.
   */
  @Test
  void aDeadlineThatPassesAsAnAttemptBeginsIsTold() {
    Duration tick = Duration.ofMillis(10);
    timing.tick(tick);
    int passed = 0;
    for (int look = 1; look <= 40; look++) {
      for (Duration limit :
          List.of(tick.multipliedBy(look), tick.multipliedBy(look).plusNanos(1))) {
        try {
          client.uploadChunk(
              "f", UUID.randomUUID(), new ByteRange(0, 9, 10), new byte[10], deadline(limit));
        } catch (ImageStoreException e) {
          assertThat(e).hasMessageContaining(PASSED);
          passed++;
        }
      }
    }
    assertThat(passed).isBetween(4, 79);
    assertThat(chain.calls()).isNotEmpty().allMatch(limit -> limit.compareTo(Duration.ZERO) > 0);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aPauseThatWouldOutlastTheDeadlineIsNotBegun(Style style) {
    notReady(2);
    chain.before(() -> timing.pass(Duration.ofMillis(299_900)));
    ImageStoreException e = unknown(style, deadline(Duration.ofSeconds(300)));
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e).hasMessageContaining(PASSED);
    assertThat(timing.pauses()).isEmpty();
    assertThat(store.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aRetryAfterBeyondTheDeadlineEndsTheCallAtOnce(Style style) {
    Reply later = Reply.of(503).header("Retry-After", "300");
    store.enqueue(Fault.reply(later, Work.NEVER));
    ImageStoreException e = unknown(style, deadline(Duration.ofSeconds(300)));
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e).hasMessageContaining(PASSED);
    assertThat(timing.pauses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void noAttemptStartsAfterAPauseThatLastedTooLong(Style style) {
    timing.wakeLateBy(Duration.ofSeconds(300));
    notReady(1);
    ImageStoreException e = unknown(style, deadline(Duration.ofSeconds(300)));
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e).hasMessageContaining(PASSED);
    assertThat(store.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aDeadlineThatPassesBeforeAnythingIsSentSendsNothing(Style style) {
    var e =
        catchThrowableOfType(
            ImageStoreUnreachableException.class,
            () -> {
              try (ImageStoreClient real = ImageStoreClient.create(store.endpoint())) {
                style.commit(real, store.openSession(), deadline(Duration.ofNanos(1)));
              }
            });
    assertThat(e).hasMessageContaining(PASSED);
    assertThat(store.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aServerThatSaysNothingIsLeftAtTheDeadline(Style style) {
    ImageStoreException e =
        GrowingLimit.until(
            OutcomeUnknownException.class::isInstance, limit -> ofASilentServer(style, limit));
    assertThat(e).isInstanceOf(OutcomeUnknownException.class);
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e).hasMessageContaining("no answer came").hasMessageContaining(PASSED);
  }

  private static ImageStoreException ofASilentServer(Style style, Duration limit) {
    try (RawServer silent = RawServer.silent();
        ImageStoreClient real = ImageStoreClient.create(silent.endpoint())) {
      var e =
          catchThrowableOfType(
              ImageStoreException.class,
              () -> style.commit(real, UUID.randomUUID(), deadline(limit)));
      if (e instanceof OutcomeUnknownException) {
        silent.awaitClientGone();
      }
      return e;
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aDeadlineMayBeAsLongAsADurationCanBe(Style style) {
    notReady(1);
    try (ImageStoreClient real = ImageStoreClient.create(store.endpoint())) {
      style.commit(real, store.openSession(), deadline(ChronoUnit.FOREVER.getDuration()));
    }
    assertThat(store.requests()).hasSize(2);
  }

  @Test
  void anAsynchronousCallInAPauseEndsWhenTheDeadlinePasses() throws Exception {
    timing.holdPauses();
    notReady(1);
    CompletableFuture<Void> done =
        client.async().commitUploadSession(store.openSession(), deadline(Duration.ofSeconds(300)));
    timing.awaitPause();
    // The pause is over first; the attempt that follows hangs until the deadline ends it.
    store.enqueue(Fault.noAnswer(Work.NEVER));
    timing.pass(Duration.ofSeconds(300));
    assertThat(catchThrowableOfType(ImageStoreException.class, () -> Style.end(done)))
        .hasMessageContaining(PASSED);
  }

  @Test
  void anAsynchronousCallThatWaitsForItsTurnEndsOnTimeWithNothingSent() throws Exception {
    try (RawServer silent = RawServer.silent();
        ImageStoreClient narrow =
            ImageStoreClient.builder()
                .endpoint(silent.endpoint())
                .maxConcurrentRequests(1)
                .timing(timing)
                .build()) {
      narrow.async().commitUploadSession(UUID.randomUUID());
      silent.awaitRequest();
      CompletableFuture<Void> waiting =
          narrow.async().commitUploadSession(UUID.randomUUID(), deadline(Duration.ofSeconds(5)));
      timing.pass(Duration.ofSeconds(4));
      assertThat(waiting).isNotDone();
      timing.pass(Duration.ofSeconds(1));
      assertThat(waiting).isDone();
      var e = catchThrowableOfType(ImageStoreUnreachableException.class, () -> Style.end(waiting));
      assertThat(e).hasMessageContaining(PASSED);
      assertThat(silent.requests()).isEqualTo(1);

      // One whose deadline passes while it starts is not left behind in the queue.
      assertThat(
              narrow
                  .async()
                  .commitUploadSession(UUID.randomUUID(), deadline(Duration.ofSeconds(1))))
          .isNotDone();
      timing.tick(Duration.ofSeconds(2));
      assertThat(
              narrow
                  .async()
                  .commitUploadSession(UUID.randomUUID(), deadline(Duration.ofSeconds(1))))
          .isDone();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aRefusalSaysThatTheDeadlineKeptItFromBeingTriedAgain(Style style) {
    store.enqueue(Fault.page(503));
    chain.before(() -> timing.pass(Duration.ofMillis(299_900)));
    var refused =
        catchThrowableOfType(
            FabricErrorException.class,
            () -> style.commit(client, store.openSession(), deadline(Duration.ofSeconds(300))));
    assertThat(refused.attempts()).isEqualTo(1);
    assertThat(refused).hasMessageContaining("HTTP 503").hasMessageContaining(PASSED);
  }

  private void notReady(int times) {
    for (int i = 0; i < times; i++) {
      store.enqueue(Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER));
    }
  }

  private static CallOptions deadline(Duration deadline) {
    return CallOptions.builder().deadline(deadline).build();
  }

  private OutcomeUnknownException unknown(Style style, CallOptions options) {
    return catchThrowableOfType(
        OutcomeUnknownException.class, () -> style.commit(client, store.openSession(), options));
  }
}
