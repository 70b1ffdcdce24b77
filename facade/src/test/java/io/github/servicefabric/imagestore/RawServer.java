package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback for what no HTTP server would do: each connection gets a script. */
final class RawServer implements AutoCloseable {
  private static final long SAFETY_NET_SECONDS = 300;

  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch clientGone = new CountDownLatch(1);

  /** What a connection does; when it returns or throws, the connection is closed. */
  interface Script {
    void run(RawServer server, Socket connection) throws IOException;
  }

  private RawServer(ServerSocket listener) {
    this.listener = listener;
  }

  static RawServer start(Script script) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
      RawServer server = new RawServer(listener);
      daemon(() -> server.accept(script));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers each request of a connection with these bytes and keeps the connection. */
  static RawServer answering(String bytes) {
    return start(
        (server, connection) -> {
          while (server.readRequest(connection)) {
            connection.getOutputStream().write(bytes.getBytes(ISO_8859_1));
          }
        });
  }

  /** Reads requests and says nothing. */
  static RawServer silent() {
    return start(
        (server, connection) -> {
          boolean open = true;
          while (open) {
            open = server.readRequest(connection);
          }
        });
  }

  String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  int requests() {
    return requests.get();
  }

  void awaitRequest() {
    await(requested, "a request came");
  }

  void awaitClientGone() {
    await(clientGone, "the client closed its connection");
  }

  private static void await(CountDownLatch latch, String what) {
    try {
      assertThat(latch.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).as(what).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a request; false where the client ended the connection instead. */
  boolean readRequest(Socket connection) {
    byte[] request;
    try {
      request = HttpMessage.read(connection.getInputStream());
    } catch (IOException e) {
      request = new byte[0];
    }
    if (request.length == 0) {
      clientGone.countDown();
      return false;
    }
    requests.incrementAndGet();
    requested.countDown();
    return true;
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        daemon(() -> serve(script, socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Script script, Socket socket) {
    try (socket) {
      script.run(this, socket);
    } catch (IOException e) {
      // The client went away while it was written to.
      clientGone.countDown();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
