package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.Tls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** OkHttp, set up so that only our own limits hold and nothing is sent that was not asked for. */
final class HttpStack implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration NO_LIMIT = Duration.ZERO;
  private static final long KEEP_ALIVE_MINUTES = 5;
  private static final long IDLE_THREAD_SECONDS = 60;

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

  /** Without the listeners and the checks that a given client may have. */
  private final OkHttpClient plain;

  private final boolean ownsPool;
  private final Timing timing;
  private final @Nullable Tls tls;
  private final boolean watchesFiles;
  private volatile Loaded loaded;

  private HttpStack(OkHttpClient base, boolean ownsPool, Timing timing, @Nullable Tls tls) {
    this.base = base;
    this.plain = ownsPool ? base : plain();
    this.ownsPool = ownsPool;
    this.timing = timing;
    this.tls = tls;
    this.watchesFiles = tls != null && tls.hasFiles();
    this.loaded = tls == null ? new Loaded(base, List.of(), null) : load(tls, tls.stamps());
  }

  /** A stack that shares nothing; plain http where there is no TLS. */
  static HttpStack own(
      List<HttpUrl> endpoints,
      int maxRequests,
      int maxIdleConnections,
      Timing timing,
      @Nullable Tls tls,
      @Nullable TokenSource token) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT_LIMIT)
            .connectionPool(
                new ConnectionPool(maxIdleConnections, KEEP_ALIVE_MINUTES, TimeUnit.MINUTES))
            .socketFactory(new ChannelSockets());
    if (!mayHaveSeveralAddresses(endpoints)) {
      connectOneByOne(builder);
    }
    // Preparing TLS is a third of OkHttp's cold start, and a plain endpoint never needs it.
    builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    OkHttpClient base = limited(builder, maxRequests, timing, token);
    return new HttpStack(base, true, timing, tls);
  }

  /** Trying a host's addresses side by side takes a thread for each connection. */
  private static void connectOneByOne(OkHttpClient.Builder builder) {
    try {
      builder.fastFallback(false);
    } catch (NoSuchMethodError e) {
      // A consumer's own dependency management may bring OkHttp 4, which never does.
    }
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
  static HttpStack on(
      OkHttpClient client,
      int maxRequests,
      Timing timing,
      @Nullable Tls tls,
      @Nullable TokenSource token) {
    OkHttpClient.Builder builder = client.newBuilder();
    if (client.socketFactory() == SocketFactory.getDefault()) {
      builder.socketFactory(new ChannelSockets());
    }
    return new HttpStack(limited(builder, maxRequests, timing, token), false, timing, tls);
  }

  private static OkHttpClient limited(
      OkHttpClient.Builder builder, int maxRequests, Timing timing, @Nullable TokenSource token) {
    Dispatcher dispatcher =
        new Dispatcher(
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DaemonThreads("imagestore-http")));
    dispatcher.setMaxRequests(maxRequests);
    dispatcher.setMaxRequestsPerHost(maxRequests);
    if (token != null) {
      builder.addInterceptor(new BearerToken(token));
    }
    return builder
        .addInterceptor(new CertificateDemandInterceptor())
        .dispatcher(dispatcher)
        .callTimeout(NO_LIMIT)
        .readTimeout(NO_LIMIT)
        .writeTimeout(NO_LIMIT)
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .addNetworkInterceptor(new AttemptInterceptor(timing))
        .build();
  }

  /**
   * For forming requests, which takes calls that are never sent: the listeners of a given client
   * hear nothing of those.
   */
  Call.Factory forming() {
    return plain;
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
        AttemptReporter.warn("Changed certificates are not used: " + e.getMessage(), null);
      }
    }
    return loaded.http();
  }

  private Loaded load(Tls tls, List<Object> stamps) {
    OkHttpClient.Builder builder = base.newBuilder();
    if (ownsPool) {
      builder.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
    }
    // A given client may have a laxer one, which is not what ServerTrust promises.
    HostnameVerifier names = plain.hostnameVerifier();
    Tls.Secured secured = tls.read(names, ownsPool ? null : base.x509TrustManager(), timing.now());
    builder.sslSocketFactory(
        new HandshakeLimit(secured.sockets(), base.connectTimeoutMillis()), secured.trust());
    if (secured.names() != null) {
      builder.hostnameVerifier(secured.names());
    }
    if (tls.hasClient()) {
      // A server that asks for the certificate only after it has read the request, as Windows does,
      // can do so on HTTP/1.1 alone.
      builder.protocols(List.of(Protocol.HTTP_1_1));
    }
    return new Loaded(builder.build(), stamps, null);
  }

  /** OkHttp as it comes, but for its TLS. */
  private static OkHttpClient plain() {
    return new OkHttpClient.Builder().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
  }

  /** Lets calls under way end; their threads go with them. */
  @Override
  public void close() {
    ExecutorService threads = base.dispatcher().executorService();
    threads.shutdown();
    if (ownsPool) {
      base.connectionPool().evictAll();
    }
  }
}
