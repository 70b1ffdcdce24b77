package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseTest {
  private static final String CLOSED = "the client was closed";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCallThatWaitsForItsAnswerEndsAndIsUnknown(Style style) throws Exception {
    try (RawServer silent = RawServer.silent()) {
      ImageStoreClient client = ImageStoreClient.create(silent.endpoint());
      CompletableFuture<Void> call = style.start(client, UUID.randomUUID());
      silent.awaitRequest();
      client.close();
      var e = catchThrowableOfType(OutcomeUnknownException.class, () -> Style.end(call));
      assertThat(e).hasMessageContaining(CLOSED);
      assertThat(e.attempts()).isEqualTo(1);
      silent.awaitClientGone();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCallInAPauseEndsWithWhatItKnows(Style style) throws Exception {
    TestTiming timing = new TestTiming();
    timing.holdPauses();
    try (FakeImageStore store = FakeImageStore.start()) {
      ImageStoreClient client =
          ImageStoreClient.builder().endpoint(store.endpoint()).timing(timing).build();
      store.enqueue(Fault.page(503));
      CompletableFuture<Void> call = style.start(client, store.openSession());
      timing.awaitPause();
      client.close();
      var e = catchThrowableOfType(FabricErrorException.class, () -> Style.end(call));
      assertThat(e).hasMessageContaining(CLOSED).hasMessageContaining("HTTP 503");
      assertThat(timing.timers()).isZero();
      assertThat(store.requests()).hasSize(1);
    }
  }

  @Test
  void aCallThatWaitsForItsTurnEndsAndReachedNothing() throws Exception {
    try (RawServer silent = RawServer.silent()) {
      ImageStoreClient client =
          ImageStoreClient.builder().endpoint(silent.endpoint()).maxConcurrentRequests(1).build();
      client.async().commitUploadSession(UUID.randomUUID());
      silent.awaitRequest();
      CompletableFuture<Void> waiting = client.async().commitUploadSession(UUID.randomUUID());
      client.close();
      var e = catchThrowableOfType(ImageStoreUnreachableException.class, () -> Style.end(waiting));
      assertThat(e).hasMessageContaining(CLOSED);
      assertThat(silent.requests()).isEqualTo(1);
    }
  }

  @Test
  void aClosedClientRefusesFurtherCallsAndMayBeClosedAgain() {
    try (FakeImageStore store = FakeImageStore.start()) {
      ImageStoreClient client = ImageStoreClient.create(store.endpoint());
      client.close();
      client.close();
      UUID id = store.openSession();
      assertThatIllegalStateException()
          .isThrownBy(() -> client.commitUploadSession(id))
          .withMessageContaining("closed");
      assertThatIllegalStateException()
          .isThrownBy(() -> client.async().commitUploadSession(id))
          .withMessageContaining("closed");
      assertThat(store.requests()).isEmpty();
    }
  }

  @Test
  void aCallThatMeetsTheCloseIsRefusedAsAfterIt() {
    List<ImageStoreClient> closedMeanwhile = new ArrayList<>();
    ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint("http://127.0.0.1:1")
            .executor(
                call -> {
                  closedMeanwhile.forEach(ImageStoreClient::close);
                  throw new RejectedExecutionException("no thread is left");
                })
            .build();
    assertThatThrownBy(() -> client.async().commitUploadSession(UUID.randomUUID()))
        .isInstanceOf(RejectedExecutionException.class);
    closedMeanwhile.add(client);
    assertThatIllegalStateException()
        .isThrownBy(() -> client.async().commitUploadSession(UUID.randomUUID()))
        .withMessageContaining("closed");
  }

  @Test
  void aClientThatWasNeverUsedIsClosed() {
    ImageStoreClient.create("http://localhost:19080").close();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theConnectionsOfAnOwnHttpClientGo(Style style) throws Exception {
    try (RawServer server = RawServer.answering(OK)) {
      ImageStoreClient client = ImageStoreClient.create(server.endpoint());
      style.commit(client, UUID.randomUUID());
      client.close();
      server.awaitClientGone();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aGivenHttpClientIsLeftAlone(Style style) throws Exception {
    OkHttpClient given = new OkHttpClient();
    try (FakeImageStore store = FakeImageStore.start()) {
      for (int i = 0; i < 2; i++) {
        try (ImageStoreClient client =
            ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(given).build()) {
          style.commit(client, store.openSession());
        }
        assertThat(given.connectionPool().connectionCount()).isEqualTo(1);
        assertThat(given.connectionPool().idleConnectionCount()).isEqualTo(1);
        assertThat(given.dispatcher().executorService().isShutdown()).isFalse();
      }
    } finally {
      given.dispatcher().executorService().shutdown();
      given.connectionPool().evictAll();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whateverTheAnswerItsConnectionIsGivenBack(Style style) {
    OkHttpClient given = new OkHttpClient();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(store.endpoint())
                .httpClient(given)
                .timing(new TestTiming())
                .build()) {
      for (int status : new int[] {200, 201, 302, 400, 401, 404, 408, 500, 503}) {
        store.enqueue(Fault.reply(Reply.of(status).body("x".repeat(200_000)), Work.NEVER));
        style.start(client, store.openSession()).handle((nothing, failure) -> nothing).join();
      }
      assertThat(given.connectionPool().connectionCount())
          .isEqualTo(given.connectionPool().idleConnectionCount());
    } finally {
      given.connectionPool().evictAll();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aClientForgetsTheCallsThatHaveEnded(Style style) {
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
      List<WeakReference<String>> ofCalls =
          Stream.generate(() -> commitWithAnIdOfItsOwn(style, client, store.openSession()))
              .limit(20)
              .toList();
      long kept = ofCalls.size();
      for (int i = 0; i < 1000 && kept > 2; i++) {
        System.gc();
        kept = ofCalls.stream().filter(call -> call.get() != null).count();
      }
      // Okio's watchdog may still look at one, and a thread of the HTTP stack at another.
      assertThat(kept).isLessThanOrEqualTo(2);
    }
  }

  private static WeakReference<String> commitWithAnIdOfItsOwn(
      Style style, ImageStoreClient client, UUID sessionId) {
    String requestId = UUID.randomUUID().toString();
    style.commit(client, sessionId, CallOptions.builder().requestId(requestId).build());
    return new WeakReference<>(requestId);
  }

  @Test
  void theThreadsOfAClientAreDaemonsAndGoWithIt() throws Exception {
    Set<Thread> before = ourThreads();
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    CountDownLatch answered = new CountDownLatch(1);
    Reply later = Reply.of(503).header("Retry-After", "1200");
    try (FakeImageStore store = FakeImageStore.start()) {
      ImageStoreClient client =
          ImageStoreClient.builder()
              .endpoint(store.endpoint())
              .attemptListener(
                  attempt -> {
                    used.add(Thread.currentThread());
                    answered.countDown();
                  })
              .build();
      store.enqueue(Fault.reply(later, Work.NEVER));
      CompletableFuture<Void> pausing = client.async().commitUploadSession(store.openSession());
      assertThat(answered.await(300, TimeUnit.SECONDS)).isTrue();
      Style.end(client.async().commitUploadSession(store.openSession()));
      Set<Thread> started = ourThreads();
      started.addAll(used);
      started.removeAll(before);
      assertThat(started).hasSizeGreaterThanOrEqualTo(1).allMatch(Thread::isDaemon);

      client.close();

      assertThatThrownBy(() -> Style.end(pausing)).isInstanceOf(ImageStoreException.class);
      for (Thread thread : started) {
        thread.join(300_000);
        assertThat(thread.isAlive()).as("%s is alive", thread).isFalse();
      }
    }
  }

  private static Set<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("imagestore-"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void closingOneClientOfABuilderLeavesTheRetriesOfAnotherAlone(Style style) {
    RetryPolicy quick = RetryPolicy.builder().firstDelay(Duration.ofMillis(1)).build();
    try (FakeImageStore store = FakeImageStore.start()) {
      ImageStoreClient.Builder builder =
          ImageStoreClient.builder().endpoint(store.endpoint()).retryPolicy(quick);
      ImageStoreClient first = builder.build();
      try (ImageStoreClient second = builder.build()) {
        style.commit(first, store.openSession());
        first.close();
        UUID id = store.openSession();
        store.enqueue(Fault.page(503));
        style.commit(second, id);
        assertThat(store.isCommitted(id)).isTrue();
      }
    }
  }

  @Test
  void closingOneClientOfABuilderLeavesTheDeadlinesOfAnotherAlone() throws Exception {
    CallOptions soon = CallOptions.builder().deadline(Duration.ofMillis(50)).build();
    try (RawServer silent = RawServer.silent()) {
      ImageStoreClient.Builder builder =
          ImageStoreClient.builder().endpoint(silent.endpoint()).maxConcurrentRequests(1);
      ImageStoreClient first = builder.build();
      try (ImageStoreClient second = builder.build()) {
        first.close();
        second.async().commitUploadSession(UUID.randomUUID());
        silent.awaitRequest();
        // It waits for its turn, so that nothing but a timer can end it.
        CompletableFuture<Void> waiting =
            second.async().commitUploadSession(UUID.randomUUID(), soon);
        var e =
            catchThrowableOfType(ImageStoreUnreachableException.class, () -> Style.end(waiting));
        assertThat(e).hasMessageContaining("deadline");
      }
    }
  }
}
