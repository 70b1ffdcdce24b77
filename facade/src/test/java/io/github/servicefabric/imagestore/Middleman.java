package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Stands between client and gateway and does what proxies, caches and balancers do. Requests and
 * answers without bodies beyond what {@code Content-Length} says.
 */
final class Middleman implements AutoCloseable {
  /** What becomes of one request. */
  enum Deed {
    PASS_ON(false),
    /** Takes the request, passes it on, and cuts the client off before an answer. */
    CUT_AFTER(true),
    /** Cuts the client off and passes nothing on. */
    CUT_BEFORE(true),
    /** Gives up on a gateway that does the work. */
    ANSWER_FOR_THE_GATEWAY(true),
    /** The same, as some frameworks have it. */
    ANSWER_500(true),
    /** Says that the client is too fast; nothing is passed on. */
    THROTTLE(false),
    /** Passes it on, and closes the client's connection once it is idle. */
    CLOSE_IDLE(false),
    /** Passes it on, and forgets the flow: what comes next on it is answered with a reset. */
    FORGET(false);

    private final boolean open;

    Deed(boolean open) {
      this.open = open;
    }
  }

  private static final String PAGE = "<html><body>Backend fetch failed</body></html>";

  private final ServerSocket listener;
  private final URI gateway;
  private final Supplier<Deed> deeds;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger leftOpen = new AtomicInteger();
  private final Phaser busy = new Phaser(1);

  Middleman(String gateway, Supplier<Deed> deeds) {
    this.gateway = URI.create(gateway);
    this.deeds = deeds;
    try {
      listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Of how many requests the client cannot know what became of the work. */
  int leftOpen() {
    return leftOpen.get();
  }

  /** Waits until it has done with every request so far what it does. */
  void awaitQuiet() {
    busy.arriveAndAwaitAdvance();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        daemon(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      boolean goesOn = true;
      while (goesOn) {
        byte[] request = HttpMessage.read(client.getInputStream());
        goesOn = request.length > 0 && meet(client, request);
      }
    } catch (IOException e) {
      // The client is gone.
    } finally {
      sockets.remove(client);
    }
  }

  private boolean meet(Socket client, byte[] request) throws IOException {
    busy.register();
    Deed deed = deeds.get();
    try {
      if (deed.open) {
        leftOpen.incrementAndGet();
      }
      act(client, request, deed);
    } finally {
      busy.arriveAndDeregister();
    }
    if (deed == Deed.CLOSE_IDLE || deed == Deed.FORGET) {
      waitForMore(client);
    }
    return deed == Deed.PASS_ON
        || deed == Deed.THROTTLE
        || deed == Deed.ANSWER_500
        || deed == Deed.ANSWER_FOR_THE_GATEWAY;
  }

  private void act(Socket client, byte[] request, Deed deed) throws IOException {
    switch (deed) {
      case CUT_BEFORE -> {}
      case CUT_AFTER -> passOn(request);
      case ANSWER_FOR_THE_GATEWAY -> {
        passOn(request);
        answer(client, "503 Backend fetch failed", PAGE);
      }
      case ANSWER_500 -> {
        passOn(request);
        answer(client, "500 Internal Server Error", "");
      }
      case THROTTLE -> answer(client, "429 Too Many Requests", PAGE);
      default -> client.getOutputStream().write(passOn(request));
    }
    if (deed == Deed.CLOSE_IDLE) {
      client.shutdownOutput();
    }
  }

  /** What comes on a flow that is no more is lost. */
  private void waitForMore(Socket client) throws IOException {
    if (client.getInputStream().read() != -1) {
      leftOpen.incrementAndGet();
      client.setSoLinger(true, 0);
    }
  }

  private byte[] passOn(byte[] request) throws IOException {
    try (Socket server = new Socket(gateway.getHost(), gateway.getPort())) {
      server.getOutputStream().write(request);
      return HttpMessage.read(server.getInputStream());
    }
  }

  private static void answer(Socket client, String status, String body) throws IOException {
    String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
    client.getOutputStream().write((head + body).getBytes(ISO_8859_1));
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "middleman");
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
