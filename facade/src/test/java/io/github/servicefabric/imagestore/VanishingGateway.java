package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A gateway that takes one request and is gone in the middle of its answer. */
final class VanishingGateway implements AutoCloseable {
  private final ServerSocket server;
  private final CompletableFuture<Void> end;

  VanishingGateway() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    end = CompletableFuture.runAsync(this::run);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  void awaitEnd() throws Exception {
    end.get();
  }

  private void run() {
    try (Socket socket = server.accept()) {
      server.close();
      socket.getInputStream().read(new byte[4096]);
      socket.getOutputStream().write("HTTP/1.1 20".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
