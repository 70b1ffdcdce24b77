package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Makes no connection for some attempts, as if nothing listened; after those, real ones. */
final class FailingSockets extends SocketFactory {
  private final AtomicInteger asked = new AtomicInteger();
  private final int from;
  private final int to;

  /** Counted from 1, both inclusive. */
  FailingSockets(int from, int to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public Socket createSocket() throws IOException {
    int number = asked.incrementAndGet();
    if (number >= from && number <= to) {
      throw new ConnectException("Connection refused");
    }
    return new Socket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }
}
