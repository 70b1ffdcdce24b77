package io.github.servicefabric.imagestore.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HeldCertificate;

/**
 * The certificates of one fake image store on https, made when it starts and valid for a day. They
 * need {@code com.squareup.okhttp3:okhttp-tls} on the class path. Immutable.
 */
public final class StoreCertificates {
  private static final char[] NO_PASSWORD = {};

  private final HeldCertificate server =
      new HeldCertificate.Builder()
          .commonName("fake-image-store")
          .addSubjectAlternativeName("127.0.0.1")
          .build();
  private final HeldCertificate client =
      new HeldCertificate.Builder().commonName("fake-image-store-client").build();

  StoreCertificates() {}

  /** Returns what the store shows: a certificate of its own making for 127.0.0.1. */
  public X509Certificate server() {
    return server.certificate();
  }

  /** Returns the same as PEM, such as {@code ServerTrust.certificateAuthorities} reads it. */
  public InputStream serverPem() {
    return new ByteArrayInputStream(server.certificatePem().getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the key and the certificate that {@link ClientAccess#certificate} asks for. */
  public KeyStore client(char[] password) {
    return keyStore(client, password);
  }

  X509Certificate clientCertificate() {
    return client.certificate();
  }

  /** Any certificate gets through the handshake, for the gateway is who turns clients away. */
  ServerSocket socket(boolean asksForCertificate) {
    SSLServerSocket socket = (SSLServerSocket) StoreServer.socket(factory());
    socket.setWantClientAuth(asksForCertificate);
    return socket;
  }

  private ServerSocketFactory factory() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore(server, NO_PASSWORD), NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[] {new Anyone()}, null);
      return context.getServerSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore keyStore(HeldCertificate held, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = {held.certificate()};
      store.setKeyEntry("own", held.keyPair().getPrivate(), password, chain);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Anyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Looked at with the request.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
