package io.github.servicefabric.imagestore.internal.http;

import io.github.servicefabric.imagestore.internal.tls.Tls;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** OkHttp, set up so that only our own limits hold and nothing is sent that was not asked for. */
public final class HttpStack implements AutoCloseable {
  private static final System.Logger LOGGER =
      System.getLogger("io.github.servicefabric.imagestore");

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration NO_LIMIT = Duration.ZERO;

  /** Windows' HTTP layer closes what is idle for 2 minutes, and balancers forget it after 4. */
  private static final long KEEP_ALIVE_SECONDS = 100;

  private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(30);

  /**
   * A client with the certificates of the moment, and what their files looked like when they were
   * last read.
   *
   * @param failedNanos when reading them failed, null where it did not
   */
  private record Loaded(OkHttpClient http, List<Object> stamps, @Nullable Long failedNanos) {
    boolean isCurrent(List<Object> now, long nanos) {
      // What a file lacked may come without a change that shows: a right to read it, or its time.
      boolean due = failedNanos != null && nanos - failedNanos >= RENEWAL_PAUSE.toNanos();
      return stamps.equals(now) && !due;
    }
  }

  private final OkHttpClient base;

  private final boolean ownsPool;
  private final Timing timing;
  private final @Nullable Tls tls;
  private final boolean watchesFiles;
  private volatile Loaded loaded;

  private HttpStack(OkHttpClient base, boolean ownsPool, Timing timing, @Nullable Tls tls) {
    this.base = base;
    this.ownsPool = ownsPool;
    this.timing = timing;
    this.tls = tls;
    this.watchesFiles = tls != null && tls.hasFiles();
    this.loaded = tls == null ? new Loaded(base, List.of(), null) : load(tls, tls.stamps());
  }

  /** A stack that shares nothing; plain http where there is no TLS. */
  public static HttpStack own(
      List<HttpUrl> endpoints,
      int maxIdleConnections,
      Timing timing,
      @Nullable Tls tls,
      @Nullable Supplier<String> token) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT_LIMIT)
            .connectionPool(
                new ConnectionPool(maxIdleConnections, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS))
            .socketFactory(new ChannelSockets());
    // Trying a host's addresses side by side takes a thread for each connection.
    builder.fastFallback(mayHaveSeveralAddresses(endpoints));
    // Preparing TLS is a third of OkHttp's cold start, and a plain endpoint never needs it.
    builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    OkHttpClient base = limited(builder, CONNECT_LIMIT.toMillis(), timing, token);
    return new HttpStack(base, true, timing, tls);
  }

  private static boolean mayHaveSeveralAddresses(List<HttpUrl> endpoints) {
    for (HttpUrl endpoint : endpoints) {
      if (!isAddress(endpoint.host())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAddress(String host) {
    if (host.indexOf(':') >= 0) {
      return true;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /**
   * A stack on a caller's client: its connections, proxies and interceptors, our limits and
   * threads.
   */
  public static HttpStack on(
      OkHttpClient client, Timing timing, @Nullable Tls tls, @Nullable Supplier<String> token) {
    OkHttpClient.Builder builder = client.newBuilder();
    if (client.socketFactory() == SocketFactory.getDefault()) {
      builder.socketFactory(new ChannelSockets());
    }
    long connectMillis = client.connectTimeoutMillis();
    return new HttpStack(limited(builder, connectMillis, timing, token), false, timing, tls);
  }

  private static OkHttpClient limited(
      OkHttpClient.Builder builder,
      long connectMillis,
      Timing timing,
      @Nullable Supplier<String> token) {
    if (token != null) {
      builder.addInterceptor(new BearerToken(token));
    }
    return builder
        .addInterceptor(new Connecting(connectMillis))
        .addInterceptor(new BoundedBody())
        .dispatcher(new Dispatcher())
        // A connection of its own for each call: an interrupt closes the connection of its thread.
        // And a server that asks for a certificate only after it has read the request, as Windows
        // does, can do so on HTTP/1.1 alone.
        .protocols(List.of(Protocol.HTTP_1_1))
        .callTimeout(NO_LIMIT)
        .readTimeout(NO_LIMIT)
        .writeTimeout(NO_LIMIT)
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .addNetworkInterceptor(new AttemptInterceptor(timing))
        .build();
  }

  /** For sending requests: with renewed certificates as soon as their files have changed. */
  OkHttpClient http() {
    if (!watchesFiles || tls == null) {
      return loaded.http();
    }
    List<Object> stamps = tls.stamps();
    return loaded.isCurrent(stamps, timing.nanoTime()) ? loaded.http() : reload(tls, stamps);
  }

  private synchronized OkHttpClient reload(Tls tls, List<Object> stamps) {
    if (!loaded.isCurrent(stamps, timing.nanoTime())) {
      try {
        loaded = load(tls, stamps);
        // Those in use go on; none is used again, for they belong to the former certificates.
        if (ownsPool) {
          base.connectionPool().evictAll();
        }
      } catch (RuntimeException e) {
        // Half of a renewal, perhaps: the other half changes the files again.
        loaded = new Loaded(loaded.http(), stamps, timing.nanoTime());
        warn("Changed certificates are not used: " + e.getMessage());
      }
    }
    return loaded.http();
  }

  private static void warn(String message) {
    try {
      LOGGER.log(Level.WARNING, message);
    } catch (Throwable e) {
      // No failure of the log decides about a call.
    }
  }

  private Loaded load(Tls tls, List<Object> stamps) {
    OkHttpClient.Builder builder = base.newBuilder();
    if (ownsPool) {
      builder.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
    }
    // A given client may have a laxer one, which is not what ServerTrust promises.
    HostnameVerifier names = ownsPool ? base.hostnameVerifier() : plain().hostnameVerifier();
    Tls.Secured secured = tls.read(names, ownsPool ? null : base.x509TrustManager(), timing.now());
    builder.sslSocketFactory(secured.sockets(), secured.trust());
    if (secured.names() != null) {
      builder.hostnameVerifier(secured.names());
    }
    return new Loaded(builder.build(), stamps, null);
  }

  private static OkHttpClient plain() {
    return new OkHttpClient.Builder().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
  }

  /** Closes the connections that nobody uses; those in use close when they are given back. */
  @Override
  public void close() {
    if (ownsPool) {
      base.connectionPool().evictAll();
    }
  }
}
