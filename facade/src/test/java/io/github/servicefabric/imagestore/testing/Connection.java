package io.github.servicefabric.imagestore.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One connection: a request after the other, at the pace that is set. */
final class Connection {
  private static final int HEAD_BUFFER = 8 * 1024;

  private final Socket socket;
  private final StoreServer server;
  private final ServerLimits limits;
  private final InputStream in;
  private byte @Nullable [] buffer;

  Connection(Socket socket, StoreServer server, ServerLimits limits) throws IOException {
    this.socket = socket;
    this.server = server;
    this.limits = limits;
    this.in = new BufferedInputStream(socket.getInputStream(), HEAD_BUFFER);
  }

  void serve(Gateway gateway, Faults faults, RequestLog log) throws IOException {
    HeadReader heads = new HeadReader(in, gateway::runsOnWindows);
    boolean open = true;
    while (open) {
      GatewayRequest request;
      try {
        request = heads.read();
      } catch (HeadReader.BadRequestException e) {
        write(Replies.page(400));
        return;
      }
      if (request == null) {
        return;
      }
      boolean busy = !limits.begin();
      try {
        open = new Exchange(this, gateway, faults, log, request).run(busy);
      } finally {
        limits.end();
      }
    }
  }

  InputStream in() {
    return in;
  }

  Peer peer() {
    return Peer.of(socket);
  }

  /** Reads on until there is enough of a body, its end has come, or this many bytes are read. */
  void read(Body body, BooleanSupplier enough, long most) throws IOException {
    Pace own = limits.ofConnection();
    Pace inAll = limits.inAll();
    while (!body.isAtEnd() && !enough.getAsBoolean() && body.size() < most) {
      if (buffer == null) {
        buffer = new byte[Received.BUFFER];
      }
      int piece = inAll.piece(own.piece(buffer.length));
      int read = body.take(buffer, Math.min(piece, most - body.size()));
      pause(Duration.ofNanos(Math.max(own.take(read), inAll.take(read))));
    }
  }

  /** Answers after the pause that is set, and the one that is asked for. */
  void write(Reply reply, Duration delay) throws IOException {
    pause(limits.answerDelay().plus(delay));
    write(reply);
  }

  private void write(Reply reply) throws IOException {
    byte[] bytes = reply.onTheWire();
    Pace pace = limits.ofAnswer();
    int piece = pace.piece(bytes.length);
    for (int from = 0; from < bytes.length; from += piece) {
      int length = Math.min(piece, bytes.length - from);
      socket.getOutputStream().write(bytes, from, length);
      pause(Duration.ofNanos(pace.take(length)));
    }
  }

  private void pause(Duration time) throws IOException {
    if (!time.isZero()) {
      server.pause(time);
    }
  }

  /** Neither reads nor writes any more, for as long as the store is there. */
  void stall() throws IOException {
    server.awaitClose();
  }

  /** Lets the connection be reset, not ended, when it is closed. */
  void resetWhenClosed() throws IOException {
    socket.setSoLinger(true, 0);
  }
}
