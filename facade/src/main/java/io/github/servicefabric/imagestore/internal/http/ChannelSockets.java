package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import javax.net.SocketFactory;

/**
 * Sockets whose blocking reads end when their thread is interrupted, which those of {@link Socket}
 * do not. They send at once what is written: a first request would otherwise wait until the server
 * has acknowledged the end of the TLS handshake. And they give a sign of life every minute, so that
 * no balancer forgets a connection on which a server works for longer than that, and no end of one
 * stays unseen.
 */
final class ChannelSockets extends SocketFactory {
  private static final Set<String> SIGN_OF_LIFE = Set.of("TCP_KEEPIDLE", "TCP_KEEPINTERVAL");
  private static final int SIGN_OF_LIFE_SECONDS = 60;

  @Override
  public Socket createSocket() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    // Found by name, for not every JVM and system has them.
    for (SocketOption<?> option : channel.supportedOptions()) {
      if (SIGN_OF_LIFE.contains(option.name())) {
        setSeconds(channel, option);
      }
    }
    return new GatheringSocket(channel.socket());
  }

  @SuppressWarnings("unchecked")
  private static void setSeconds(SocketChannel channel, SocketOption<?> option) throws IOException {
    if (option.type() == Integer.class) {
      channel.setOption((SocketOption<Integer>) option, SIGN_OF_LIFE_SECONDS);
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unconnectedOnly();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unconnectedOnly();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw unconnectedOnly();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw unconnectedOnly();
  }

  private static UnsupportedOperationException unconnectedOnly() {
    return new UnsupportedOperationException("OkHttp connects its sockets itself");
  }
}
