package io.github.servicefabric.imagestore.testing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One request with its fault, from the headers to the answer. */
final class Exchange {
  private final Connection connection;
  private final Gateway gateway;
  private final RequestLog log;
  private final GatewayRequest request;
  private final Peer peer;
  private final Body body;
  private final long number;
  private final Fault fault;

  Exchange(
      Connection connection,
      Gateway gateway,
      Faults faults,
      RequestLog log,
      GatewayRequest request) {
    this.connection = connection;
    this.gateway = gateway;
    this.log = log;
    this.request = request;
    this.peer = connection.peer();
    this.body = new Body(connection.in(), request, gateway.hashes());
    gateway.finishLateWork();
    this.number = log.begin();
    this.fault = faults.next(request.seen(number, 0));
  }

  /** False where the connection has to be closed. */
  boolean run(boolean busy) throws IOException {
    if (fault.failsOverBefore()) {
      gateway.service().forgetSessions();
    }
    Reply early = earlyAnswer();
    if (early != null && fault.early() == null) {
      return end(early);
    }
    try {
      connection.read(body, body::isTaken, fault.bodyBytes());
    } catch (IOException e) {
      gateway.brokeOff(request, peer, body);
      log.add(request.seen(number, body.size()));
      throw e;
    }
    if (early != null) {
      return end(early);
    }
    Fault.Work work = busy ? Fault.Work.NEVER : fault.work();
    Reply plain = gateway.carryOut(request, peer, body, work);
    Reply usual = busy ? Replies.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Replies.NO_TEXT) : plain;
    return end(fault.reply() == null ? usual : fault.reply());
  }

  /** What is said before the body is read; null where it is read first. */
  private @Nullable Reply earlyAnswer() {
    if (fault.early() != null) {
      return fault.reply();
    }
    boolean plain = fault.reply() == null && fault.ending() == Fault.Ending.ANSWER;
    return plain ? gateway.refusal(request, peer) : null;
  }

  private boolean end(Reply reply) throws IOException {
    if (fault.failsOverAfter()) {
      gateway.service().forgetSessions();
    }
    long taken = body.size();
    log.add(request.seen(number, taken));
    switch (fault.ending()) {
      case BROKEN -> {
        return false;
      }
      case SILENCE -> connection.stall();
      case ANSWER -> connection.write(reply, fault.delay());
    }
    if (fault.early() == Fault.Rest.RESET) {
      connection.resetWhenClosed();
    }
    if (fault.early() == Fault.Rest.RESET || fault.early() == Fault.Rest.CLOSED) {
      return false;
    }
    if (fault.early() == Fault.Rest.LEFT) {
      connection.stall();
    }
    try {
      connection.read(body, () -> false, Long.MAX_VALUE);
    } finally {
      log.addBytes(body.size() - taken);
    }
    return !reply.closes() && request.keepsConnection();
  }
}
