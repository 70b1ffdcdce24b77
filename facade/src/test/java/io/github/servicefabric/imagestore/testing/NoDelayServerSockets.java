package io.github.servicefabric.imagestore.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;

/**
 * Server sockets that send at once. MockWebServer writes headers and body apart, and without this
 * the body waits some 40 ms for the client's delayed acknowledgement.
 */
final class NoDelayServerSockets extends ServerSocketFactory {
  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        Socket socket = super.accept();
        socket.setTcpNoDelay(true);
        return socket;
      }
    };
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw bindsItself();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    throw bindsItself();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    throw bindsItself();
  }

  private static UnsupportedOperationException bindsItself() {
    return new UnsupportedOperationException("MockWebServer binds its sockets itself");
  }
}
