package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Rest;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fake lets go wrong, and with which request. */
class FakeImageStoreFaultsTest {
  private static final String OK = "200";
  private static final byte[] TEN = "0123456789".getBytes(US_ASCII);
  private static final String LONG_PUT =
      "PUT /ImageStore/f?api-version=6.0 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";

  private final FakeImageStore store = FakeImageStore.start();
  private final PlainHttp http = new PlainHttp(store);
  private final UUID id = UUID.randomUUID();

  @AfterEach
  void close() {
    http.close();
    store.close();
  }

  @Test
  void aChunkIsSaidToBeThereAndIsNot() throws IOException {
    store.on(request -> request.asksFor(StoreOperation.UPLOAD_CHUNK), Fault.notRecorded());
    assertThat(http.session(id)).as("another operation").isEqualTo("204");
    assertThat(http.chunk("/f", id, "bytes 0-9/10", TEN)).isEqualTo(OK);
    assertThat(http.session(id)).isEqualTo("204");
    assertThat(http.chunk("/f", id, "bytes 0-9/10", TEN)).isEqualTo(OK);
    assertThat(http.session(id)).startsWith("200 ");
  }

  @Test
  void aSessionSeemsToBeGoneAndIsNot() throws IOException {
    http.chunk("/f", id, "bytes 0-4/10", TEN);
    store.on(request -> id.equals(request.sessionId()), Fault.notFound());
    assertThat(http.chunk("/f", id, "bytes 5-9/10", TEN)).contains("\"NotFound\"");
    assertThat(http.session(id)).contains("[{\"StartPosition\":\"5\",\"EndPosition\":\"9\"}]");
  }

  @Test
  void aRequestIsLostBeforeAnythingIsDoneAndAnAnswerAfterwards() throws IOException {
    store.enqueue(Fault.lostRequest());
    assertThatIOException().isThrownBy(() -> http.put("/f", TEN));
    assertThat(store.content("f")).isEmpty();
    assertThat(store.requests().get(0).bodySize()).isZero();
    store.enqueue(Fault.lostAnswer(Work.DONE));
    assertThatIOException().isThrownBy(() -> http.put("/f", TEN));
    assertThat(store.content("f").orElseThrow().matches(TEN)).isTrue();
    store.enqueue(Fault.lostAnswer(Work.LATE));
    assertThatIOException().isThrownBy(() -> http.delete("/f"));
    assertThat(store.content("f")).isPresent();
    store.finishLateWork();
    assertThat(store.content("f")).isEmpty();
  }

  @Test
  void aConnectionBreaksInTheMiddleOfABody() {
    store.enqueue(Fault.brokenBody(4));
    assertThatIOException().isThrownBy(() -> http.put("/f", TEN));
    assertThat(store.content("f")).isEmpty();
    assertThat(store.requests().get(0).bodySize()).isEqualTo(4);
    assertThat(store.bodyBytes()).isEqualTo(4);
  }

  @Test
  void whatAClientBreaksOffIsStoredOnLinuxAsFarAsItCame() throws IOException {
    assertThat(http.raw(LONG_PUT + "0123456789")).isEmpty();
    assertThat(store.content("f")).isEmpty();
    store.runOnLinux();
    assertThat(http.raw(LONG_PUT + "0123456789")).isEmpty();
    assertThat(store.content("f").orElseThrow().matches(TEN)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Rest.class,
      names = {"READ", "LEFT"})
  void anAnswerComesBeforeTheBody(Rest rest) throws IOException {
    store.enqueue(Fault.earlyAnswer(Reply.of(413), rest));
    assertThat(http.raw(LONG_PUT)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    assertThat(store.content("f")).isEmpty();
  }

  @Test
  void anAnswerComesBeforeTheBodyAndTheConnectionIsReset() throws IOException {
    store.enqueue(Fault.earlyAnswer(Reply.of(403), Rest.RESET));
    try {
      assertThat(http.put("/f", new byte[50_000_000])).as("seen in time").isEqualTo("403");
    } catch (IOException e) {
      // The reset was first.
    }
    assertThat(store.bodyBytes()).isZero();
    assertThat(http.put("/f", TEN)).isEqualTo(OK);
    assertThat(store.connectionCount()).isEqualTo(2);
  }

  @Test
  void afterAnEarlyAnswerTheConnectionStaysGoodWhereTheRestIsRead() throws IOException {
    store.enqueue(Fault.earlyAnswer(Reply.of(401).header("WWW-Authenticate", "Bearer"), Rest.READ));
    assertThat(http.put("/f", new byte[1_000_000])).isEqualTo("401");
    assertThat(http.put("/f?api-version=99", new byte[1_000_000])).startsWith("400 ");
    assertThat(http.put("/f", TEN)).isEqualTo(OK);
    assertThat(store.connectionCount()).isEqualTo(1);
    assertThat(store.bodyBytes()).isEqualTo(2_000_010);
  }

  @Test
  void aFailoverComesBeforeOrAfterTheWorkOfAnyRequest() throws IOException {
    http.chunk("/f", id, "bytes 0-4/10", TEN);
    store.on(request -> request.number() == 3, Fault.failOver());
    http.chunk("/f", id, "bytes 5-6/10", TEN);
    assertThat(http.chunk("/f", id, "bytes 7-9/10", TEN)).isEqualTo(OK);
    assertThat(http.session(id)).contains("[{\"StartPosition\":\"0\",\"EndPosition\":\"6\"}]");

    UUID other = store.openSession();
    store.enqueue(Fault.lostAnswer(Work.DONE).thenFailOver());
    assertThatIOException().isThrownBy(() -> http.commit(other));
    assertThat(store.isCommitted(other)).isTrue();
    assertThat(http.session(other)).isEqualTo("204");
    assertThat(http.session(id)).isEqualTo("204");
  }

  @Test
  void rulesAreMetInTheirOrderOneFaultEachAndTheRestGoesToTheSource() throws IOException {
    store.on(request -> request.storePath().equals("b"), Fault.page(500), Fault.page(502));
    store.enqueue(Fault.page(503));
    store.faultsFrom(
        request ->
            request.storePath().equals("c")
                ? Fault.error(504, "FABRIC_E_TIMEOUT", Work.NEVER)
                : Fault.none());
    assertThat(http.put("/b", TEN)).startsWith("500 ");
    assertThat(http.put("/c", TEN)).startsWith("503 ");
    assertThat(http.put("/c", TEN)).startsWith("504 ");
    assertThat(http.put("/b", TEN)).startsWith("502 ");
    assertThat(http.put("/b", TEN)).isEqualTo(OK);
    store.enqueue(Fault.page(503));
    store.clearFaults();
    assertThat(http.put("/b", TEN)).isEqualTo(OK);
  }

  @Test
  void aRequestBeyondThoseAtOnceIsTooMuch() throws Exception {
    store.limits().maxConcurrentRequests(1);
    CountDownLatch come = new CountDownLatch(1);
    store.faultsFrom(
        (SeenRequest request) -> {
          come.countDown();
          return request.number() == 1 ? Fault.noAnswer(Work.NEVER) : Fault.none();
        });
    CompletableFuture<String> first = inBackground(() -> http.put("/f", TEN));
    come.await();
    assertThat(http.put("/f", TEN)).contains("503 ", "\"FABRIC_E_SERVICE_TOO_BUSY\"");
    assertThat(store.content("f")).isEmpty();
    assertThat(first).isNotDone();
    store.limits().maxConcurrentRequests(2);
    assertThat(http.put("/f", TEN)).isEqualTo(OK);
    endsWithTheStore(first);
  }

  @Test
  void aPauseOfAnHourLetsTheAnswerWait() throws Exception {
    assertWaits(Fault.none().delayed(Duration.ofHours(1)), () -> http.put("/f", TEN));
  }

  @Test
  void aDistantStoreLetsEveryAnswerWait() throws Exception {
    store.limits().answerDelay(Duration.ofHours(1));
    assertWaits(Fault.none(), () -> http.get(""));
  }

  @Test
  void aSlowConnectionTakesItsTimeForABody() throws Exception {
    store.limits().bytesPerSecond(1);
    assertWaits(Fault.none(), () -> http.put("/f", new byte[100_000]));
  }

  @Test
  void slowConnectionsTogetherDoToo() throws Exception {
    store.limits().bytesPerSecondInAll(1);
    assertWaits(Fault.none(), () -> http.put("/f", new byte[100_000]));
  }

  @Test
  void aStalledRequestIsNotReadFurther() throws Exception {
    store.enqueue(Fault.stall(3));
    CompletableFuture<String> call = inBackground(() -> http.put("/f", TEN));
    while (store.requestCount() == 0) {
      Thread.onSpinWait();
    }
    assertThat(call).isNotDone();
    assertThat(store.bodyBytes()).isEqualTo(3);
    endsWithTheStore(call);
  }

  /** The request has come, and no answer does. */
  private void assertWaits(Fault fault, Callable<String> sending) throws Exception {
    CountDownLatch come = new CountDownLatch(1);
    store.on(
        request -> {
          come.countDown();
          return true;
        },
        fault);
    CompletableFuture<String> call = inBackground(sending);
    come.await();
    assertThat(call).isNotDone();
    endsWithTheStore(call);
  }

  private void endsWithTheStore(CompletableFuture<String> call) {
    store.close();
    assertThat(call.handle((answer, failure) -> failure).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  private static CompletableFuture<String> inBackground(Callable<String> sending) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return sending.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task, "sender").start());
  }
}
