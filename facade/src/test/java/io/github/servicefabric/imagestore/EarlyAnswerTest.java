package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.internal.call.AttemptReporter;
import io.github.servicefabric.imagestore.internal.call.CallLoop;
import io.github.servicefabric.imagestore.internal.call.CallSettings;
import io.github.servicefabric.imagestore.internal.call.Cluster;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.Gateway;
import io.github.servicefabric.imagestore.internal.http.HttpStack;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.internal.http.SystemTiming;
import io.github.servicefabric.imagestore.internal.http.Timing;
import io.github.servicefabric.imagestore.internal.tls.Tls;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Rest;
import io.github.servicefabric.imagestore.testing.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that comes while the body is still going out. */
class EarlyAnswerTest {
  /** More than the buffers between both sides hold. */
  private static final long SIZE = 64L << 20;

  private static final ByteRange ALL = new ByteRange(0, SIZE - 1, SIZE);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Where the client only had no turn for so long, its answer comes earlier, and is told too. */
  private static final long QUIET_NANOS = Duration.ofMillis(100).toNanos();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = folder.resolve("large");
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(new byte[] {1}), SIZE - 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, READ", "403, READ", "413, READ", "400, READ",
    "401, LEFT", "403, LEFT", "413, LEFT", "400, LEFT",
    "403, RESET", "413, RESET"
  })
  void itIsToldWhateverBecomesOfTheRest(int status, Rest rest) {
    for (Style style : Style.values()) {
      try (FakeImageStore store = FakeImageStore.start();
          ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
        store.enqueue(Fault.earlyAnswer(reply(status), rest));
        assertTold(style, client, status);
      }
    }
  }

  @Test
  void itIsToldWhereItComesWhileAWriteWaitsForTheServer() throws Exception {
    try (ServerSocket listener = new ServerSocket()) {
      // Of a fixed size: an answer would otherwise let the client write on a little.
      listener.setReceiveBufferSize(8 * 1024);
      listener.bind(new InetSocketAddress("127.0.0.1", 0));
      AtomicInteger pieces = new AtomicInteger();
      new Thread(() -> answerLate(listener, pieces), "late-server").start();
      ByteSource counted =
          new ByteSource() {
            @Override
            public Reader open() {
              return (into, position) -> {
                pieces.incrementAndGet();
                int length = into.remaining();
                into.position(into.limit());
                return length;
              };
            }

            @Override
            public Path file() {
              return file;
            }
          };
      String endpoint = "http://127.0.0.1:" + listener.getLocalPort();
      FabricErrorException refused =
          catchThrowableOfType(
              FabricErrorException.class,
              () -> send(endpoint, null, Duration.ofMinutes(5), counted));
      assertThat(refused.statusCode()).isEqualTo(413);
    }
  }

  /** Answers when the client sends no more, reads nothing, and keeps the connection. */
  private static void answerLate(ServerSocket listener, AtomicInteger pieces) {
    try (Socket socket = listener.accept()) {
      int before = 0;
      long sinceNanos = System.nanoTime();
      while (before == 0 || System.nanoTime() - sinceNanos < QUIET_NANOS) {
        int now = pieces.get();
        if (now != before) {
          before = now;
          sinceNanos = System.nanoTime();
        }
        Thread.yield();
      }
      String answer = "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(US_ASCII));
      listener.accept().close();
    } catch (IOException e) {
      // The test is over.
    }
  }

  @ParameterizedTest
  @CsvSource({"401, READ", "413, READ", "403, RESET"})
  void itIsToldOverTlsToo(int status, Rest rest) {
    try (FakeImageStore store = FakeImageStore.startSecure();
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(store.endpoint())
                .serverTrust(ServerTrust.certificateAuthorities(authority(store)))
                .build()) {
      store.enqueue(Fault.earlyAnswer(reply(status), rest));
      assertTold(Style.SYNC, client, status);
    }
  }

  @Test
  void overTlsItIsToldAtOnceOnAConnectionThatWasUsedBefore() {
    try (FakeImageStore store = FakeImageStore.startSecure();
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(store.endpoint())
                .serverTrust(ServerTrust.certificateAuthorities(authority(store)))
                .build()) {
      client.listRootContent();
      store.enqueue(Fault.earlyAnswer(reply(401), Rest.LEFT));
      assertTold(Style.SYNC, client, 401);
      assertThat(store.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void overTlsItIsToldOnceAServerThatTakesNoMoreHasStalled() {
    try (FakeImageStore store = FakeImageStore.startSecure()) {
      store.faultsFrom(() -> Fault.earlyAnswer(reply(413), Rest.LEFT));
      Tls tls = new Tls(ServerTrust.certificateAuthorities(authority(store)).identity(), null);
      // One that has said nothing by then is given up.
      ImageStoreException refused =
          GrowingLimit.until(
              FabricErrorException.class::isInstance,
              stall ->
                  catchThrowableOfType(
                      ImageStoreException.class,
                      () -> send(store.endpoint(), tls, stall, new ByteSource.OfFile(file))));
      assertThat(refused)
          .isInstanceOfSatisfying(
              FabricErrorException.class, e -> assertThat(e.statusCode()).isEqualTo(413));
    }
  }

  @Test
  void aServerThatTakesNoMoreAndSaysNothingHasStalled() {
    try (FakeImageStore store = FakeImageStore.start()) {
      store.enqueue(Fault.stall(0));
      OutcomeUnknownException stalled =
          catchThrowableOfType(
              OutcomeUnknownException.class,
              () ->
                  send(
                      store.endpoint(), null, Duration.ofMillis(300), new ByteSource.OfFile(file)));
      assertThat(stalled).hasMessageContaining("(it took no byte for 300 ms)");
    }
  }

  private void assertTold(Style style, ImageStoreClient client, int status) {
    UUID id = UUID.randomUUID();
    FabricErrorException refused =
        catchThrowableOfType(
            FabricErrorException.class,
            () -> {
              if (style == Style.SYNC) {
                client.uploadChunk("f", id, ALL, file);
              } else {
                Style.end(client.async().uploadChunk("f", id, ALL, file));
              }
            });
    assertThat(refused).isNotNull();
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(refused.attempts()).isEqualTo(1);
    // The connection is of no use any more, but the client is.
    client.uploadChunk("f", id, new ByteRange(0, 0, 1), new byte[1]);
  }

  /** With a stall limit of its own, in one attempt. */
  private void send(
      String endpoint,
      @org.jspecify.annotations.Nullable Tls tls,
      Duration stall,
      ByteSource source) {
    Timing timing = new SystemTiming();
    HttpUrl url = HttpUrl.get(endpoint + "/");
    try (HttpStack stack = HttpStack.own(List.of(url), 1, timing, tls, null, Runnable::run)) {
      Cluster cluster =
          new Cluster(
              List.of(new Gateway(url, stack)),
              false,
              RetryPolicy.none(),
              timing,
              new AttemptReporter(null, timing));
      new CallLoop<>(
              Operations.uploadFile(StorePath.of("storePath", "f"), source, SIZE),
              new CallSettings(TIMEOUT, null, "6.0", "r", stall),
              cluster)
          .run();
    }
  }

  private static Reply reply(int status) {
    return status == 401 ? Reply.of(401).header("WWW-Authenticate", "Bearer") : Reply.of(status);
  }

  private Path authority(FakeImageStore store) {
    try {
      Path pem = folder.resolve("ca.pem");
      java.nio.file.Files.write(pem, store.certificates().serverPem().readAllBytes());
      return pem;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
