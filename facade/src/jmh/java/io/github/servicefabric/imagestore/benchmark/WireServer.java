package io.github.servicefabric.imagestore.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HeldCertificate;

/**
 * A server in a process of its own, as quick as can be, so that what is measured is the client. It
 * answers 200 at once, {@code 404} with a FabricError below {@code /error/}, 200 after 200 ms below
 * {@code /hold/}, and the number of connections so far at {@code /connections}. It prints its two
 * ports and its certificate, and ends with its input.
 */
final class WireServer {
  static final int HOLD_MILLIS = 200;

  private static final int LONGEST_REQUEST = 4096;

  private static final byte[] OK =
      bytes(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 0\r\n\r\n");
  private static final String ERROR = "{\"Error\":{\"Code\":\"NotFound\",\"Message\":\"Null\"}}";
  private static final byte[] NOT_FOUND = bytes(answer("404 Not Found", ERROR));

  private final AtomicInteger connections = new AtomicInteger();

  private WireServer() {}

  public static void main(String[] arguments) throws Exception {
    WireServer server = new WireServer();
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    int plain = server.listen(ServerSocketFactory.getDefault());
    int secure = server.listen(context(certificate).getServerSocketFactory());
    System.out.println(plain + " " + secure);
    System.out.print(certificate.certificatePem());
    System.out.println("ready");
    while (System.in.read() != -1) {
      // Until the benchmark ends.
    }
    System.exit(0);
  }

  private static SSLContext context(HeldCertificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        certificate.keyPair().getPrivate(),
        new char[0],
        new java.security.cert.Certificate[] {certificate.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private int listen(ServerSocketFactory sockets) throws IOException {
    ServerSocket server = sockets.createServerSocket(0, 1024, InetAddress.getByName("127.0.0.1"));
    daemon(
        () -> {
          while (true) {
            Socket socket = server.accept();
            daemon(() -> serve(socket));
          }
        });
    return server.getLocalPort();
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                // The client is gone.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket) throws Exception {
    socket.setTcpNoDelay(true);
    connections.incrementAndGet();
    try (socket;
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      byte[] request = new byte[LONGEST_REQUEST];
      for (String path = path(in, request); !path.isEmpty(); path = path(in, request)) {
        if (path.startsWith("/hold/")) {
          Thread.sleep(HOLD_MILLIS);
        }
        if (path.startsWith("/connections")) {
          out.write(bytes(answer("200 OK", Integer.toString(connections.get()))));
        } else {
          out.write(path.startsWith("/error/") ? NOT_FOUND : OK);
        }
      }
    }
  }

  /** Reads one request without a body, after which the client waits; empty at the end. */
  private static String path(InputStream in, byte[] request) throws IOException {
    int length = 0;
    while (!isWhole(request, length)) {
      int read = in.read(request, length, request.length - length);
      if (read < 0) {
        return "";
      }
      length += read;
    }
    int from = 0;
    while (request[from] != '/') {
      from++;
    }
    int to = from;
    while (request[to] != ' ') {
      to++;
    }
    return new String(request, from, to - from, StandardCharsets.US_ASCII);
  }

  private static boolean isWhole(byte[] request, int length) {
    return length >= 4
        && request[length - 4] == '\r'
        && request[length - 3] == '\n'
        && request[length - 2] == '\r'
        && request[length - 1] == '\n';
  }

  private static String answer(String status, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
