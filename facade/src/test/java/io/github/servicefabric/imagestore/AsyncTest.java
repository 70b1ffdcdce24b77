package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AsyncTest {
  private final FakeImageStore store = FakeImageStore.start();
  private final TestTiming timing = new TestTiming();

  @AfterEach
  void close() {
    store.close();
  }

  static Stream<Named<Consumer<CompletableFuture<Void>>>> waysToGiveUp() {
    return Stream.of(
        Named.of("cancel", future -> future.cancel(true)),
        Named.of("cancel softly", future -> future.cancel(false)),
        Named.of("complete", future -> future.complete(null)),
        Named.of("fail", future -> future.completeExceptionally(new IllegalStateException())),
        Named.of("orTimeout", future -> future.orTimeout(1, TimeUnit.MILLISECONDS)),
        Named.of("completeOnTimeout", f -> f.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS)));
  }

  @ParameterizedTest
  @MethodSource("waysToGiveUp")
  void givingUpTheFutureEndsTheHttpCallAndAllFurtherAttempts(Consumer<CompletableFuture<Void>> way)
      throws Exception {
    try (RawServer silent = RawServer.silent();
        ImageStoreClient client =
            ImageStoreClient.builder().endpoint(silent.endpoint()).timing(timing).build()) {
      CompletableFuture<Void> done = client.async().commitUploadSession(UUID.randomUUID());
      silent.awaitRequest();
      way.accept(done);
      silent.awaitClientGone();
      assertThat(timing.pauses()).isEmpty();
      assertThat(silent.requests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("waysToGiveUp")
  void givingUpTheFutureInAPauseEndsAllFurtherAttempts(Consumer<CompletableFuture<Void>> way)
      throws Exception {
    timing.holdPauses();
    store.enqueue(Fault.lostAnswer(Work.NEVER));
    UUID id = store.openSession();
    try (ImageStoreClient client = client(store.endpoint())) {
      CompletableFuture<Void> done = client.async().commitUploadSession(id);
      CompletableFuture<Void> seen = done.handle((nothing, failure) -> null);
      timing.awaitPause();
      way.accept(done);
      seen.get(300, TimeUnit.SECONDS);
      timing.awaitNoTimers();
      timing.pass(Duration.ofHours(1));
      assertThat(store.requests()).hasSize(1);
      assertThat(store.isCommitted(id)).isFalse();
    }
  }

  @Test
  void aCancelledCallThatWaitsForItsTurnIsNeverSent() throws Exception {
    try (RawServer silent = RawServer.silent();
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(silent.endpoint())
                .maxConcurrentRequests(1)
                .timing(timing)
                .build()) {
      CompletableFuture<Void> first = client.async().commitUploadSession(UUID.randomUUID());
      silent.awaitRequest();
      CompletableFuture<Void> second = client.async().commitUploadSession(UUID.randomUUID());
      second.cancel(false);
      first.cancel(false);
      silent.awaitClientGone();
      assertThat(silent.requests()).isEqualTo(1);
    }
  }

  @Test
  void aFutureThatFailsDoesSoWithTheBareException() {
    try (ImageStoreClient client = client(store.endpoint())) {
      CompletableFuture<Void> done = client.async().commitUploadSession(UUID.randomUUID());
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> done.get(300, TimeUnit.SECONDS))
          .satisfies(e -> assertThat(e).hasCauseInstanceOf(FabricErrorException.class));
      done.handle(
              (nothing, failure) -> {
                assertThat(failure).isInstanceOf(FabricErrorException.class);
                return nothing;
              })
          .join();
    }
  }

  @Test
  void theCallerIsNotBlockedAndFuturesAreCompletedOnNamedDaemonThreads() throws Exception {
    Thread[] completing = new Thread[2];
    String[] names = new String[2];
    // What is attached to a future that is complete already runs where it is attached.
    Semaphore attached = new Semaphore(0);
    try (ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .attemptListener(event -> attached.acquireUninterruptibly())
            .build()) {
      store.enqueue(Fault.lostAnswer(Work.NEVER));
      Fault[] second = {Fault.none(), Fault.error(400, "E_INVALIDARG", Work.NEVER)};
      for (int i = 0; i < 2; i++) {
        int call = i;
        store.enqueue(second[i]);
        CompletableFuture<Void> handled =
            client
                .async()
                .commitUploadSession(store.openSession())
                .handle(
                    (nothing, failure) -> {
                      completing[call] = Thread.currentThread();
                      names[call] = Thread.currentThread().getName();
                      return nothing;
                    });
        attached.release(2);
        handled.get(300, TimeUnit.SECONDS);
        attached.drainPermits();
      }
    }
    for (int i = 0; i < 2; i++) {
      assertThat(completing[i]).isNotSameAs(Thread.currentThread());
      assertThat(completing[i].isDaemon()).isTrue();
      // While a request is under way, OkHttp lends the thread a name that shows where it goes.
      assertThat(names[i]).matches("(imagestore-http-[0-9]+)|(OkHttp http://127.*)");
      completing[i].join(300_000);
      assertThat(completing[i].isAlive()).as("alive after the client was closed").isFalse();
    }
  }

  @Test
  void theExecutorOfAGivenHttpClientIsNotBorrowed() {
    ExecutorService none = Executors.newSingleThreadExecutor();
    none.shutdown();
    OkHttpClient given = new OkHttpClient.Builder().dispatcher(new Dispatcher(none)).build();
    try (ImageStoreClient client =
        ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(given).build()) {
      Style.end(client.async().commitUploadSession(store.openSession()));
    }
    assertThat(store.requests()).hasSize(1);
  }

  private ImageStoreClient client(String endpoint) {
    return ImageStoreClient.builder().endpoint(endpoint).timing(timing).build();
  }
}
