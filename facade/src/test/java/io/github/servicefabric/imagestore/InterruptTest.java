package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptTest {
  private static final String INTERRUPTED = "the calling thread was interrupted";

  /** No call ends by its own limit while a test waits for its end. */
  private static final CallOptions AN_HOUR =
      CallOptions.builder().timeout(Duration.ofHours(1)).build();

  private final TestTiming timing = new TestTiming();

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  /** A synchronous commit on a thread that can be interrupted. */
  private static final class Caller {
    private final Thread thread;
    private volatile Throwable failure;
    private volatile boolean flag;

    Caller(ImageStoreClient client, UUID id) {
      thread =
          new Thread(
              () -> {
                try {
                  client.commitUploadSession(id, AN_HOUR);
                } catch (RuntimeException e) {
                  failure = e;
                }
                flag = Thread.currentThread().isInterrupted();
              },
              "caller");
      thread.start();
    }

    ImageStoreException interrupt() throws InterruptedException {
      thread.interrupt();
      thread.join(300_000);
      assertThat(thread.isAlive()).as("still committing after the interrupt").isFalse();
      assertThat(flag).as("interrupt flag after the call").isTrue();
      assertThat(failure).isInstanceOf(ImageStoreException.class).hasMessageContaining(INTERRUPTED);
      return (ImageStoreException) failure;
    }
  }

  @Test
  void aCallThatWaitsForItsAnswerEndsAndIsUnknown() throws Exception {
    try (RawServer silent = RawServer.silent();
        ImageStoreClient own = client(silent.endpoint(), null)) {
      Caller caller = new Caller(own, UUID.randomUUID());
      silent.awaitRequest();
      ImageStoreException e = caller.interrupt();
      assertThat(e).isInstanceOf(OutcomeUnknownException.class);
      assertThat(e.attempts()).isEqualTo(1);
      silent.awaitClientGone();
    }
  }

  @Test
  void aCallOnAGivenHttpClientEndsAsWell() throws Exception {
    try (RawServer silent = RawServer.silent();
        ImageStoreClient given = client(silent.endpoint(), new OkHttpClient())) {
      Caller caller = new Caller(given, UUID.randomUUID());
      silent.awaitRequest();
      assertThat(caller.interrupt()).isInstanceOf(OutcomeUnknownException.class);
      silent.awaitClientGone();
    }
  }

  @Test
  void aCallInAPauseEndsWithWhatItKnows() throws Exception {
    timing.holdPauses();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client = client(store.endpoint(), null)) {
      store.enqueue(Fault.page(503));
      Caller caller = new Caller(client, store.openSession());
      timing.awaitPause();
      ImageStoreException e = caller.interrupt();
      assertThat(e).isInstanceOf(FabricErrorException.class).hasMessageContaining("HTTP 503");
      assertThat(store.requests()).hasSize(1);
    }
  }

  @Test
  void aCallInAPauseAfterALostAnswerIsUnknown() throws Exception {
    timing.holdPauses();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client = client(store.endpoint(), null)) {
      store.enqueue(Fault.lostAnswer(Work.DONE));
      Caller caller = new Caller(client, store.openSession());
      timing.awaitPause();
      assertThat(caller.interrupt()).isInstanceOf(OutcomeUnknownException.class);
      assertThat(store.requests()).hasSize(1);
    }
  }

  @Test
  void aCallThatWaitsForItsConnectionEndsAndReachedNothing() throws Exception {
    try (FullBacklog full = new FullBacklog();
        ImageStoreClient client = client(full.endpoint(), null)) {
      Caller caller = new Caller(client, UUID.randomUUID());
      full.awaitConnecting(caller.thread);
      assertThat(caller.interrupt()).isInstanceOf(ImageStoreUnreachableException.class);
    }
  }

  @Test
  void aThreadThatIsInterruptedAlreadySendsNothing() {
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client = client(store.endpoint(), null)) {
      // Even where a connection waits for the next request.
      client.commitUploadSession(store.openSession());
      Thread.currentThread().interrupt();
      assertThatCode(() -> client.commitUploadSession(store.openSession()))
          .isInstanceOf(ImageStoreUnreachableException.class)
          .hasMessageContaining(INTERRUPTED);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.requests()).hasSize(1);
    }
  }

  @Test
  void theClientStillWorksForOthersAfterwards() throws Exception {
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client = client(store.endpoint(), null)) {
      Thread.currentThread().interrupt();
      assertThatCode(() -> client.commitUploadSession(store.openSession()))
          .isInstanceOf(ImageStoreException.class);
      assertThat(Thread.interrupted()).isTrue();
      client.commitUploadSession(store.openSession());
    }
  }

  private ImageStoreClient client(String endpoint, OkHttpClient given) {
    ImageStoreClient.Builder builder = ImageStoreClient.builder().endpoint(endpoint).timing(timing);
    return given == null ? builder.build() : builder.httpClient(given).build();
  }

  /** A port whose queue of connections is full, so that further ones neither come nor fail. */
  private static final class FullBacklog implements AutoCloseable {
    private final ServerSocket listener;
    private final List<SocketChannel> waiting = new ArrayList<>();

    FullBacklog() throws IOException {
      listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress("127.0.0.1", listener.getLocalPort()));
        waiting.add(channel);
      }
    }

    String endpoint() {
      return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Returns when the thread, or one it waits for, is in the middle of connecting. */
    void awaitConnecting(Thread thread) {
      while (thread.isAlive() && !connecting()) {
        Thread.onSpinWait();
      }
    }

    private static boolean connecting() {
      return Thread.getAllStackTraces().values().stream()
          .flatMap(java.util.Arrays::stream)
          .anyMatch(
              frame ->
                  frame.getMethodName().equals("connectSocket")
                      && frame.getClassName().startsWith("okhttp3."));
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
      listener.close();
    }
  }
}
