package io.github.servicefabric.imagestore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;

/**
 * Takes connections on loopback, each on a daemon thread of its own. Written by hand, as no server
 * at hand can cut a connection at any byte, answer before a body is read, and let gigabytes pass.
 */
final class StoreServer implements AutoCloseable {
  /** What is done with a connection; it is closed afterwards. */
  interface Handler {
    void serve(Socket connection) throws IOException;
  }

  private static final int BACKLOG = 512;

  private final ServerSocket listener;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  StoreServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** A socket on a free port of 127.0.0.1. */
  static ServerSocket socket(ServerSocketFactory sockets) {
    try {
      return sockets.createServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  long accepted() {
    return accepted.get();
  }

  void start(Handler handler) {
    daemon(() -> accept(handler));
  }

  private void accept(Handler handler) {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.add(connection);
        accepted.incrementAndGet();
        daemon(() -> serve(handler, connection));
        if (closed.getCount() == 0) {
          connection.close();
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Handler handler, Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      handler.serve(connection);
    } catch (IOException e) {
      // The client went away, or the store was closed.
    } finally {
      connections.remove(connection);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-image-store");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns when the store is closed. */
  void awaitClose() throws IOException {
    pause(Duration.ofNanos(Long.MAX_VALUE));
  }

  /** Waits; fails where the store is closed meanwhile. */
  void pause(Duration time) throws IOException {
    try {
      if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the store was closed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
