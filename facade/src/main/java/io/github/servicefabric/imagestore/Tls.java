package io.github.servicefabric.imagestore;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** What a client's TLS is made of, and whether the files behind it have changed. */
final class Tls {
  private final @Nullable ServerTrust trust;
  private final @Nullable ClientCredentials credentials;
  private final List<Source> sources = new ArrayList<>();

  Tls(@Nullable ServerTrust trust, @Nullable ClientCredentials credentials) {
    this.trust = trust;
    this.credentials = credentials;
    if (trust != null) {
      sources.addAll(trust.sources());
    }
    if (credentials != null) {
      sources.addAll(credentials.sources());
    }
  }

  /** Equal for as long as no file behind the certificates changes. */
  List<Object> stamps() {
    List<Object> stamps = new ArrayList<>();
    for (Source source : sources) {
      stamps.add(source.stamp());
    }
    return stamps;
  }

  boolean hasFiles() {
    for (Source source : sources) {
      if (source.isFile()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the files and puts what they hold into place.
   *
   * @param base whose connect timeout bounds the handshake
   * @param names how host names are checked
   * @param others the trust of a caller's own client, which counts where no other is set
   * @throws IllegalArgumentException if something is wrong with them
   */
  void applyTo(
      OkHttpClient.Builder builder,
      OkHttpClient base,
      HostnameVerifier names,
      @Nullable X509TrustManager others,
      Instant now) {
    ClientKey key = credentials == null ? null : credentials.key(now);
    X509TrustManager check = others;
    if (trust != null) {
      check = new ServerCheck(trust.rule());
    } else if (others == null) {
      check = new ServerCheck(AuthorityRule.jvm());
    }
    if (trust != null && !trust.checksHostName()) {
      builder.hostnameVerifier((host, session) -> true);
    } else if (trust != null || others == null) {
      builder.hostnameVerifier(new HostNameCheck(names));
    }
    if (key != null) {
      // A server that asks for the certificate only after it has read the request, as Windows does,
      // can do so on HTTP/1.1 alone.
      builder.protocols(List.of(Protocol.HTTP_1_1));
    }
    try {
      KeyManager[] keys = {new ClientKeyManager(key)};
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {check}, null);
      builder.sslSocketFactory(
          new HandshakeLimit(context.getSocketFactory(), base.connectTimeoutMillis()), check);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot set up TLS", e);
    }
  }
}
