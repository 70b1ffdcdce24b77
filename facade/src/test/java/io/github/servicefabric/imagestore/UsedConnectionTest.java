package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of connections that the other side closed, or forgot, while nobody used them. */
class UsedConnectionTest {
  private static final int BURST = 5;
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);

  private static final HeldCertificate OWN = Certificates.server().build();
  private static final ServerTrust TRUST = ServerTrust.thumbprints(Certificates.thumbprint(OWN));

  private final List<AttemptEvent> events = new CopyOnWriteArrayList<>();
  private final TestTiming timing = new TestTiming();

  /** What the server does with a connection after a burst. */
  private enum After {
    END {
      @Override
      void meet(Socket connection) throws IOException {
        connection.close();
      }
    },
    RESET {
      @Override
      void meet(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
      }
    },
    TIMEOUT_TOLD {
      @Override
      void meet(Socket connection) throws IOException {
        connection
            .getOutputStream()
            .write("HTTP/1.1 408 Late\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
      }
    },
    NEXT_REQUEST_CLOSES {
      @Override
      void meet(Socket connection) {
        // Where a balancer has forgotten the connection, it shows with the next request only.
      }
    };

    abstract void meet(Socket connection) throws IOException;
  }

  private record Way(Style style, boolean tls, boolean given, After after) {
    static Stream<Way> all() {
      return Stream.of(After.END, After.RESET, After.TIMEOUT_TOLD)
          .flatMap(after -> Stream.of(true, false).map(tls -> new Way(null, tls, false, after)))
          .flatMap(way -> Stream.of(true, false).map(given -> way.with(given)))
          .flatMap(way -> Stream.of(Style.values()).map(style -> way.with(style)));
    }

    Way with(boolean isGiven) {
      return new Way(style, tls, isGiven, after);
    }

    Way with(Style other) {
      return new Way(other, tls, given, after);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.servicefabric.imagestore.UsedConnectionTest$Way#all")
  void noRequestGoesOutOnAConnectionWhoseEndHasCome(Way way) throws Exception {
    try (BurstServer server = new BurstServer(way.tls());
        ImageStoreClient client = client(server, way.given())) {
      burst(client, server);
      server.meetAll(way.after());

      way.style().commit(client, UUID.randomUUID());

      assertThat(server.requests).as("nothing is sent twice").hasValue(BURST + 1);
      assertThat(server.connections).as("one fresh one").hasSize(BURST + 1);
    }
    assertThat(timing.pauses()).as("no attempt of the policy is used").isEmpty();
    assertThat(events).hasSize(BURST + 1);
    assertThat(events.get(BURST).connectionReused()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void afterAFailureOnAUsedConnectionTheNextAttemptHasAFreshOne(Style style) throws Exception {
    for (boolean given : new boolean[] {true, false}) {
      events.clear();
      try (BurstServer server = new BurstServer(false);
          ImageStoreClient client = client(server, given)) {
        burst(client, server);
        server.meetAll(After.NEXT_REQUEST_CLOSES);

        style.commit(client, UUID.randomUUID());

        assertThat(server.requests).hasValue(BURST + 2);
        assertThat(server.connections).hasSize(BURST + 1);
      }
      assertThat(events.subList(BURST, BURST + 2))
          .extracting(AttemptEvent::connectionReused)
          .containsExactly(true, false);
    }
  }

  @Test
  void aConnectionThatLivesIsUsedAgain() throws Exception {
    for (boolean tls : new boolean[] {true, false}) {
      events.clear();
      try (BurstServer server = new BurstServer(tls);
          ImageStoreClient client = client(server, false)) {
        for (int i = 0; i < 4; i++) {
          client.commitUploadSession(UUID.randomUUID());
        }
        assertThat(server.connections).hasSize(1);
      }
      assertThat(events)
          .extracting(AttemptEvent::connectionReused)
          .containsExactly(false, true, true, true);
    }
  }

  private void burst(ImageStoreClient client, BurstServer server) throws Exception {
    server.together = new CyclicBarrier(BURST);
    List<CompletableFuture<Void>> burst = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      burst.add(client.async().commitUploadSession(UUID.randomUUID()));
    }
    burst.forEach(Style::end);
    server.together = null;
    assertThat(server.connections).hasSize(BURST);
  }

  private ImageStoreClient client(BurstServer server, boolean given) {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder()
            .endpoint(server.endpoint())
            .attemptListener(events::add)
            .timing(timing);
    if (given) {
      builder.httpClient(new OkHttpClient());
    }
    return server.tls ? builder.serverTrust(TRUST).build() : builder.build();
  }

  /**
   * Answers each request, the first of several connections at once, and does as it is told then.
   */
  private static final class BurstServer implements AutoCloseable {
    final List<Socket> connections = new CopyOnWriteArrayList<>();
    final AtomicInteger requests = new AtomicInteger();
    final boolean tls;
    private final ServerSocket listener;
    private final List<Thread> servers = new CopyOnWriteArrayList<>();
    volatile CyclicBarrier together;
    private volatile int forgotten;

    BurstServer(boolean tls) throws IOException {
      this.tls = tls;
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      listener =
          tls ? secure().createServerSocket(0, 50, loopback) : new ServerSocket(0, 50, loopback);
      daemon(this::accept);
    }

    private static SSLServerSocketFactory secure() {
      return new HandshakeCertificates.Builder()
          .heldCertificate(OWN)
          .build()
          .sslContext()
          .getServerSocketFactory();
    }

    String endpoint() {
      return (tls ? "https" : "http") + "://127.0.0.1:" + listener.getLocalPort();
    }

    void meetAll(After after) throws Exception {
      if (after == After.NEXT_REQUEST_CLOSES) {
        forgotten = connections.size();
      }
      for (Socket connection : connections) {
        after.meet(connection);
      }
      if (after == After.END || after == After.RESET) {
        // A socket that a thread reads from is closed for good when that thread lets go of it.
        for (Thread server : servers) {
          server.join();
        }
      }
    }

    private void accept() {
      try {
        while (true) {
          Socket connection = listener.accept();
          // What is written is to be with the client before its next request.
          connection.setTcpNoDelay(true);
          connections.add(connection);
          int number = connections.size();
          servers.add(daemon(() -> serve(connection, number)));
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    private void serve(Socket connection, int number) {
      try (connection) {
        while (HttpMessage.read(connection.getInputStream()).length > 0) {
          requests.incrementAndGet();
          if (number <= forgotten) {
            return;
          }
          CyclicBarrier others = together;
          if (others != null) {
            others.await(300, TimeUnit.SECONDS);
          }
          connection.getOutputStream().write(OK);
        }
      } catch (Exception e) {
        // The client, or the test, closed the connection.
      }
    }

    private static Thread daemon(Runnable task) {
      Thread thread = new Thread(task, "burst-server");
      thread.setDaemon(true);
      thread.start();
      return thread;
    }

    @Override
    public void close() throws IOException {
      listener.close();
      for (Socket connection : connections) {
        connection.close();
      }
    }
  }
}
