package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection that was used before, and waited for the next request since. */
final class UsedConnection {
  private UsedConnection() {}

  /**
   * Whether its end has come, or bytes that nobody asked for. Either way no request should go out
   * on it, so that it does no harm to take a byte. What has no channel is taken for alive: the
   * sockets of a given client's own factory, and those through a SOCKS proxy.
   */
  static boolean isOver(Socket socket) {
    // Of a TLS socket it is the channel below TLS.
    SocketChannel channel = socket.getChannel();
    if (channel == null) {
      return false;
    }
    try {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read != 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Nothing was sent, for the connection was over; another one will do. */
  static final class Over extends IOException {
    private static final long serialVersionUID = 1L;

    Over() {
      super("the connection had been used before, and the other side has closed it since");
    }
  }
}
