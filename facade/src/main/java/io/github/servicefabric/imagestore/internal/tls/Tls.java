package io.github.servicefabric.imagestore.internal.tls;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What a client's TLS is made of, and whether the files behind it have changed. */
public final class Tls {
  private final @Nullable ServerIdentity server;
  private final @Nullable ClientIdentity client;
  private final List<Source> sources = new ArrayList<>();

  /**
   * How the server is recognized.
   *
   * @param sources what {@code trust} reads
   * @param checksHostName whether the certificate has to name the endpoint's host: it need not
   *     where it is known by itself
   * @param trust reads the sources; throws {@link IllegalArgumentException} for what is wrong with
   *     them
   */
  public record ServerIdentity(
      List<Source> sources, boolean checksHostName, Supplier<X509TrustManager> trust) {}

  /**
   * How the client proves who it is.
   *
   * @param sources what {@code keys} reads
   * @param keys reads the sources as of a moment; throws {@link IllegalArgumentException} for what
   *     is wrong with them
   */
  public record ClientIdentity(
      List<Source> sources, Function<Instant, X509ExtendedKeyManager> keys) {}

  /**
   * What connections are secured with.
   *
   * @param names null where the host name is checked as it would be without us
   */
  public record Secured(
      SSLSocketFactory sockets, X509TrustManager trust, @Nullable HostnameVerifier names) {}

  public Tls(@Nullable ServerIdentity server, @Nullable ClientIdentity client) {
    this.server = server;
    this.client = client;
    if (server != null) {
      sources.addAll(server.sources());
    }
    if (client != null) {
      sources.addAll(client.sources());
    }
  }

  /** Equal for as long as no file behind the certificates changes. */
  public List<Object> stamps() {
    List<Object> stamps = new ArrayList<>();
    for (Source source : sources) {
      stamps.add(source.stamp());
    }
    return stamps;
  }

  public boolean hasClient() {
    return client != null;
  }

  public boolean hasFiles() {
    for (Source source : sources) {
      if (source.isFile()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the files and makes of them what connections need.
   *
   * @param names how host names are checked where they are
   * @param others the trust of a caller's own client, which counts where no other is set
   * @throws IllegalArgumentException if something is wrong with the files
   */
  public Secured read(HostnameVerifier names, @Nullable X509TrustManager others, Instant now) {
    KeyManager keys = new CertificateDemand(client == null ? null : client.keys().apply(now));
    X509TrustManager check = others;
    if (server != null) {
      check = server.trust().get();
    } else if (others == null) {
      check = AuthorityCheck.jvm();
    }
    HostnameVerifier verifier = null;
    if (server != null && !server.checksHostName()) {
      verifier = (host, session) -> true;
    } else if (server != null || others == null) {
      verifier = new HostNameCheck(names);
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {check}, null);
      return new Secured(context.getSocketFactory(), check, verifier);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot set up TLS", e);
    }
  }
}
