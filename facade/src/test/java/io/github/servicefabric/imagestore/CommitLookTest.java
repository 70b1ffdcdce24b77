package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A commit that was answered 400: the session is looked at once, for the 400 does not say why. */
class CommitLookTest {
  private static final StoreOperation COMMIT = StoreOperation.COMMIT_SESSION;
  private static final StoreOperation LOOK = StoreOperation.GET_SESSION;

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
  void theSessionIsUnknown(Style style) {
    FabricErrorException refused = refused(style, UUID.randomUUID());
    assertThat(refused).hasMessageContaining("The session is unknown, or it expired");
    assertThat(refused.missingRanges()).isEmpty();
    assertThat(operations()).containsExactly(COMMIT, LOOK);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void rangesAreMissing(Style style) {
    UUID id = UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      client.uploadChunk("f", id, new ByteRange(i * 10, i * 10, 50), new byte[1]);
    }
    FabricErrorException refused = refused(style, id);
    assertThat(refused.missingRanges()).hasSize(5).contains(new ByteRange(41, 49, 50));
    assertThat(refused)
        .hasMessageContaining(
            "The session lacks bytes 1-9/50, bytes 11-19/50, bytes 21-29/50 and 2 more: send that");
    assertThat(operations()).endsWith(COMMIT, LOOK);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theSizesDiffer(Style style) throws IOException {
    UUID id = UUID.randomUUID();
    try (PlainHttp http = new PlainHttp(store)) {
      http.chunk("/f", id, "bytes 0-9/10", new byte[9]);
    }
    FabricErrorException refused = refused(style, id);
    assertThat(refused).hasMessageContaining("The session lacks nothing, but its chunks together");
    assertThat(refused.missingRanges()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theFileIsEmpty(Style style) throws IOException {
    UUID id = UUID.randomUUID();
    try (PlainHttp http = new PlainHttp(store)) {
      http.chunk("/f", id, "bytes 0-0/0", new byte[0]);
    }
    assertThat(refused(style, id)).hasMessageContaining("an empty file, which cannot go in chunks");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theClusterHasNoSessions(Style style) {
    store.runOnLinux();
    FabricErrorException refused = refused(style, UUID.randomUUID());
    assertThat(refused).hasMessageContaining("no upload sessions, as on Linux");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(store.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aLookThatFailsIsNotRepeatedAndTheMessageSaysWhatItSaysWithoutOne(Style style) {
    for (Fault fault :
        List.of(
            Fault.lostAnswer(Work.NEVER),
            Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER),
            Fault.error(403, "E_ACCESSDENIED", Work.NEVER))) {
      store.on(request -> request.asksFor(LOOK), fault);
      long before = store.requestCount();
      FabricErrorException refused = refused(style, UUID.randomUUID());
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.attempts()).isEqualTo(1);
      assertThat(refused).hasMessageContaining("Send the missing chunks and commit again");
      assertThat(store.requestCount() - before).isEqualTo(2);
    }
    assertThat(timing.pauses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theLookEndsWithTheDeadline(Style style) {
    store.faultsFrom(request -> request.asksFor(LOOK) ? Fault.noAnswer(Work.NEVER) : Fault.none());
    ChainRecorder chain = new ChainRecorder();
    try (ImageStoreClient real =
        ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(chain.client()).build()) {
      ImageStoreException refused =
          GrowingLimit.until(
              FabricErrorException.class::isInstance,
              limit ->
                  catchThrowableOfType(
                      ImageStoreException.class,
                      () ->
                          style.commit(
                              real,
                              UUID.randomUUID(),
                              CallOptions.builder().deadline(limit).build())));
      assertThat(refused)
          .isInstanceOfSatisfying(
              FabricErrorException.class, e -> assertThat(e.statusCode()).isEqualTo(400));
      List<Duration> limits = chain.calls();
      assertThat(limits.get(limits.size() - 1))
          .as("what the commit left of the deadline")
          .isLessThan(limits.get(limits.size() - 2));
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void closingTheClientEndsTheLook(Style style) {
    CompletableFuture<Void> looked = new CompletableFuture<>();
    store.on(
        request -> {
          boolean looks = request.asksFor(LOOK);
          if (looks) {
            looked.complete(null);
          }
          return looks;
        },
        Fault.noAnswer(Work.NEVER));
    CompletableFuture<Void> commit = style.start(client, UUID.randomUUID());
    looked.join();
    client.close();
    FabricErrorException refused =
        catchThrowableOfType(FabricErrorException.class, () -> Style.end(commit));
    assertThat(refused.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void noOtherAnswerLooks(Style style) {
    store.enqueue(Fault.error(400, "FABRIC_E_INVALID_UPLOAD_SESSION_ID", Work.NEVER));
    refused(style, store.openSession());
    store.enqueue(Fault.error(409, "FABRIC_E_UPLOAD_SESSION_ID_CONFLICT", Work.NEVER));
    refused(style, store.openSession());
    store.enqueue(Fault.error(500, "E_FAIL", Work.NEVER));
    refused(style, store.openSession());
    assertThat(operations()).containsOnly(COMMIT);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void afterAnOpenAttemptTheOutcomeStaysUnknown(Style style) {
    store.enqueue(Fault.lostAnswer(Work.DONE).thenFailOver());
    UUID id = store.openSession();
    OutcomeUnknownException unknown =
        catchThrowableOfType(OutcomeUnknownException.class, () -> style.commit(client, id));
    assertThat(unknown).hasMessageContaining("An earlier attempt may have committed it");
    assertThat(store.isCommitted(id)).isTrue();
    assertThat(operations()).containsExactly(COMMIT, COMMIT);
  }

  private List<StoreOperation> operations() {
    return store.requests().stream().map(SeenRequest::operation).toList();
  }

  private FabricErrorException refused(Style style, UUID id) {
    FabricErrorException refused =
        catchThrowableOfType(FabricErrorException.class, () -> style.commit(client, id));
    assertThat(refused).as("the refusal").isNotNull();
    return refused;
  }
}
