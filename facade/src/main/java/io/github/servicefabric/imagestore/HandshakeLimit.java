package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Bounds the wait for a server that takes a connection and then says nothing. OkHttp gives the
 * handshake the time that an answer may take, and sets that anew once it is over.
 */
final class HandshakeLimit extends SSLSocketFactory {
  private final SSLSocketFactory sockets;
  private final int limitMillis;

  HandshakeLimit(SSLSocketFactory sockets, int limitMillis) {
    this.sockets = sockets;
    this.limitMillis = limitMillis;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    socket.setSoTimeout(limitMillis);
    return sockets.createSocket(socket, host, port, autoClose);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() {
    throw layersOnly();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw layersOnly();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw layersOnly();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw layersOnly();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw layersOnly();
  }

  private static UnsupportedOperationException layersOnly() {
    return new UnsupportedOperationException("OkHttp puts TLS on sockets that it has connected");
  }
}
