package io.github.servicefabric.imagestore.testing;

import java.net.Socket;
import java.security.cert.Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection.
 *
 * @param certificate null without TLS, and where the client has shown none
 */
record Peer(@Nullable Certificate certificate) {
  static Peer of(Socket socket) {
    if (socket instanceof SSLSocket secure) {
      try {
        return new Peer(secure.getSession().getPeerCertificates()[0]);
      } catch (SSLPeerUnverifiedException e) {
        return new Peer(null);
      }
    }
    return new Peer(null);
  }
}
