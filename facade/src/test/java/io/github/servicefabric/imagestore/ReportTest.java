package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTest {
  private static final CallOptions TRACED = CallOptions.builder().requestId("trace-me").build();

  private final FakeImageStore store = FakeImageStore.start();
  private final TestTiming timing = new TestTiming();
  private final List<AttemptEvent> events = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void thereIsOneLinePerAttemptWarningWhereAnotherFollowsAndDebugElsewhere(Style style) {
    UUID id = store.openSession();
    store.enqueue(Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER));
    store.enqueue(Fault.lostAnswer(Work.NEVER));
    try (LogCapture log = new LogCapture(Level.ALL)) {
      commit(style, id, events::add);

      String head = "Commit of upload session " + id + " at " + store.endpoint() + "/, attempt ";
      assertThat(log.lines())
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .isEqualTo(
                          "WARNING: "
                              + head
                              + "1: HTTP 503 FABRIC_E_NOT_READY after 7 ms (request id trace-me);"
                              + " next attempt in 125 ms"),
              second ->
                  assertThat(second)
                      .startsWith("WARNING: " + head + "2: java.io.IOException: ")
                      .endsWith(
                          "on a used connection after 7 ms (request id trace-me); next attempt in 250 ms"),
              third ->
                  assertThat(third)
                      .isEqualTo("FINE: " + head + "3: HTTP 200 after 7 ms (request id trace-me)"));
      assertThat(log.records())
          .extracting(record -> record.getSourceClassName() + '.' + record.getSourceMethodName())
          .containsOnly("io.github.servicefabric.imagestore.internal.call.AttemptReporter.ended");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theLastAttemptIsDebugEvenWhenItFailed(Style style) {
    try (LogCapture log = new LogCapture(Level.ALL)) {
      catchThrowable(() -> commit(style, UUID.randomUUID(), events::add));
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).startsWith("FINE: Commit").contains("HTTP 400 E_INVALIDARG");
      assertThat(log.lines().get(1)).startsWith("FINE: Query").contains("HTTP 204");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void neitherHeadersNorBodiesAreLoggedAndALineStaysALine(Style style) {
    Reply chatty =
        Reply.of(503)
            .header("X-Secret", "secret-header")
            .body(
                "{\"Error\":{\"Code\":\"A\\nB"
                    + "C".repeat(500)
                    + "\",\"Message\":\"secret-message\"},\"x\":\"secret-body\"}");
    store.enqueue(Fault.reply(chatty, Work.NEVER));
    OkHttpClient withToken =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain
                            .request()
                            .newBuilder()
                            .header("Authorization", "Bearer secret-token")
                            .build()))
            .build();
    try (LogCapture log = new LogCapture(Level.ALL);
        ImageStoreClient client = builder(events::add).httpClient(withToken).build()) {
      style.commit(client, store.openSession(), TRACED);
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).doesNotContain("secret", "\n").hasSizeLessThan(700);
      assertThat(events.toString()).doesNotContain("secret");
    }
    assertThat(store.requests().get(0).headers().get("Authorization")).contains("secret-token");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theListenerGetsTheFactsOfEachAttempt(Style style) {
    UUID id = store.openSession();
    store.enqueue(Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER));
    store.enqueue(Fault.lostAnswer(Work.NEVER));

    commit(style, id, events::add);

    String endpoint = store.endpoint() + "/";
    Duration took = Duration.ofMillis(7);
    assertThat(events).hasSize(3);
    Exception lost = events.get(1).failure();
    assertThat(lost).isInstanceOf(IOException.class);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.operation()).isEqualTo("commitImageStoreUploadSession");
              assertThat(event.endpoint()).isEqualTo(endpoint);
              assertThat(event.sessionId()).contains(id);
              assertThat(event.storePath()).isEmpty();
              assertThat(event.requestId()).isEqualTo("trace-me");
              assertThat(event.bytes()).isZero();
              assertThat(event.duration()).isEqualTo(took);
            });
    assertThat(events).extracting(AttemptEvent::number).containsExactly(1, 2, 3);
    assertThat(events).extracting(AttemptEvent::statusCode).containsExactly(503, 0, 200);
    assertThat(events).extracting(AttemptEvent::code).containsExactly("FABRIC_E_NOT_READY", "", "");
    assertThat(events).extracting(AttemptEvent::failure).containsExactly(null, lost, null);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theListenerIsToldBeforeTheCallEndsOrGoesOn(Style style) {
    List<Integer> pausesBefore = new CopyOnWriteArrayList<>();
    store.enqueue(Fault.lostAnswer(Work.NEVER));
    store.enqueue(Fault.lostAnswer(Work.NEVER));
    commit(style, store.openSession(), event -> pausesBefore.add(timing.pauses().size()));
    assertThat(pausesBefore).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whatAListenerThrowsIsLoggedAndChangesNothing(Style style) {
    for (Throwable thrown :
        new Throwable[] {
          new IllegalStateException("mine"), new AssertionError("mine"), new IOException("mine")
        }) {
      store.enqueue(Fault.lostAnswer(Work.NEVER));
      UUID id = store.openSession();
      try (LogCapture log = new LogCapture(Level.WARNING)) {
        commit(style, id, event -> throwUnchecked(thrown));
        assertThat(log.records())
            .filteredOn(logged -> logged.getThrown() == thrown)
            .hasSize(2)
            .allMatch(logged -> logged.getMessage().contains("could not be reported"));
      }
      assertThat(store.isCommitted(id)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theListenerIsToldOnTheCallersThreadOfASynchronousCallAlone(Style style) {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    store.enqueue(Fault.lostAnswer(Work.NEVER));
    commit(style, store.openSession(), event -> threads.add(Thread.currentThread()));
    assertThat(threads)
        .hasSize(2)
        .allMatch(thread -> (thread == Thread.currentThread()) == (style == Style.SYNC));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwUnchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private void commit(Style style, UUID id, AttemptListener listener) {
    ChainRecorder chain = new ChainRecorder().before(() -> timing.pass(Duration.ofMillis(7)));
    try (ImageStoreClient client = builder(listener).httpClient(chain.client()).build()) {
      style.commit(client, id, TRACED);
    }
  }

  private ImageStoreClient.Builder builder(AttemptListener listener) {
    return ImageStoreClient.builder()
        .endpoint(store.endpoint())
        .attemptListener(listener)
        .timing(timing);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aLogThatThrowsChangesNothing(Style style) {
    for (Throwable thrown :
        new Throwable[] {new IllegalStateException("mine"), new AssertionError("mine")}) {
      AtomicInteger asked = new AtomicInteger();
      UUID atOnce = store.openSession();
      UUID retried = store.openSession();
      try (LogCapture log = new LogCapture(Level.ALL)) {
        log.beforeEach(
            () -> {
              asked.incrementAndGet();
              throwUnchecked(thrown);
            });
        commit(style, atOnce, events::add);
        store.enqueue(Fault.page(503));
        commit(style, retried, events::add);
      }
      assertThat(asked).hasValueGreaterThanOrEqualTo(3);
      assertThat(store.isCommitted(atOnce)).isTrue();
      assertThat(store.isCommitted(retried)).isTrue();
    }
    assertThat(events).extracting(AttemptEvent::number).containsExactly(1, 1, 2, 1, 1, 2);
  }
}
