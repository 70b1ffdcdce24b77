package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
  private static final int BURST = 200;

  /** No request ends by its own limit while others have yet to come. */
  private static final CallOptions AN_HOUR =
      CallOptions.builder().timeout(Duration.ofHours(1)).build();

  private final MockWebServer server = new MockWebServer();
  private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger mostHeld = new AtomicInteger();
  private final Semaphore released = new Semaphore(0);
  private volatile CountDownLatch expected = new CountDownLatch(0);

  private String start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            connections.add(request.getConnectionIndex());
            mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
            expected.countDown();
            boolean inTime = released.tryAcquire(300, TimeUnit.SECONDS);
            held.decrementAndGet();
            return new MockResponse.Builder().code(inTime ? 200 : 500).build();
          }
        });
    server.start(InetAddress.getByName("127.0.0.1"), 0);
    return "http://127.0.0.1:" + server.getPort();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void twoHundredCommitsAtOnceAreTwoHundredRequestsAndTheNextBurstReusesTheirConnections()
      throws Exception {
    try (ImageStoreClient client = ImageStoreClient.create(start())) {
      for (int round = 0; round < 3; round++) {
        burst(client, BURST, BURST);
      }
    }
    assertThat(mostHeld).hasValue(BURST);
    assertThat(connections).hasSize(BURST);
  }

  @Test
  void noMoreCommitsThanAreAskedForHaveARequestUnderWay() throws Exception {
    try (ImageStoreClient client =
        ImageStoreClient.builder().endpoint(start()).maxConcurrentRequests(3).build()) {
      burst(client, 20, 3);
    }
    assertThat(mostHeld).hasValue(3);
  }

  @Test
  void noMoreConnectionsThanAreAskedForAreKept() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    RawServer.Script answersBothAtOnce =
        (raw, connection) -> {
          raw.readRequest(connection);
          both.countDown();
          try {
            both.await(300, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          String ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
          connection.getOutputStream().write(ok.getBytes(StandardCharsets.ISO_8859_1));
          raw.readRequest(connection);
        };
    try (RawServer raw = RawServer.start(answersBothAtOnce);
        ImageStoreClient client =
            ImageStoreClient.builder().endpoint(raw.endpoint()).maxIdleConnections(1).build()) {
      CompletableFuture<Void> one = client.async().commitUploadSession(UUID.randomUUID());
      Style.end(client.async().commitUploadSession(UUID.randomUUID()));
      Style.end(one);
      raw.awaitClientGone();
    }
  }

  @Test
  void synchronousCommitsAreNotCounted() throws Exception {
    try (ImageStoreClient client =
        ImageStoreClient.builder().endpoint(start()).maxConcurrentRequests(1).build()) {
      expected = new CountDownLatch(5);
      CompletableFuture<?>[] calls =
          IntStream.range(0, 5)
              .mapToObj(i -> Style.SYNC.start(client, UUID.randomUUID(), AN_HOUR))
              .toArray(CompletableFuture<?>[]::new);
      release(5, 5);
      CompletableFuture.allOf(calls).get(300, TimeUnit.SECONDS);
    }
    assertThat(mostHeld).hasValue(5);
  }

  /** Sends so many commits and lets none go before so many are held by the server. */
  private void burst(ImageStoreClient client, int commits, int atOnce) throws Exception {
    expected = new CountDownLatch(atOnce);
    CompletableFuture<?>[] calls =
        IntStream.range(0, commits)
            .mapToObj(i -> client.async().commitUploadSession(UUID.randomUUID(), AN_HOUR))
            .toArray(CompletableFuture<?>[]::new);
    release(commits, atOnce);
    CompletableFuture.allOf(calls).get(300, TimeUnit.SECONDS);
  }

  private void release(int commits, int atOnce) throws InterruptedException {
    assertThat(expected.await(300, TimeUnit.SECONDS)).as("%d requests at once", atOnce).isTrue();
    released.release(commits);
  }
}
