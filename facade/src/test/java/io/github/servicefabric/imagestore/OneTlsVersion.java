package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.TlsVersion;

/** Sockets of a server that knows one version of TLS. */
final class OneTlsVersion extends SSLSocketFactory {
  private final SSLSocketFactory sockets;
  private final TlsVersion version;

  OneTlsVersion(SSLSocketFactory sockets, TlsVersion version) {
    this.sockets = sockets;
    this.version = version;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket secure = (SSLSocket) sockets.createSocket(socket, host, port, autoClose);
    secure.setEnabledProtocols(new String[] {version.javaName()});
    return secure;
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
    return new UnsupportedOperationException("MockWebServer puts TLS on sockets it has");
  }
}
