package io.github.servicefabric.imagestore.internal.http;

import io.github.servicefabric.imagestore.TokenSource;
import io.github.servicefabric.imagestore.internal.tls.Renewed;
import io.github.servicefabric.imagestore.internal.tls.Tls;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** OkHttp, set up so that only our own limits hold and nothing is sent that was not asked for. */
public final class HttpStack implements AutoCloseable {
  private static final System.Logger LOGGER =
      System.getLogger("io.github.servicefabric.imagestore");

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration NO_LIMIT = Duration.ZERO;
  private static final Duration STANDING = Duration.ofSeconds(1);

  /** Windows' HTTP layer closes what is idle for 2 minutes, and balancers forget it after 4. */
  private static final long KEEP_ALIVE_SECONDS = 100;

  private final OkHttpClient base;
  private final boolean ownsPool;
  private final Timing timing;
  private final StandingLimit standing = new StandingLimit(STANDING);
  private final Supplier<OkHttpClient> http;

  private HttpStack(
      OkHttpClient base, boolean ownsPool, Timing timing, @Nullable Tls tls, Executor looks) {
    this.base = base;
    this.ownsPool = ownsPool;
    this.timing = timing;
    if (tls != null && tls.hasFiles()) {
      http = new Renewed<>(tls, () -> renewed(tls), timing::nanoTime, looks, HttpStack::warn);
    } else {
      OkHttpClient only = tls == null ? base : secured(tls);
      http = () -> only;
    }
  }

  /**
   * A stack that shares nothing; plain http where there is no TLS.
   *
   * @param looks runs what looks after changed certificates, see {@link Renewed}
   */
  public static HttpStack own(
      List<HttpUrl> endpoints,
      int maxIdleConnections,
      Timing timing,
      @Nullable Tls tls,
      @Nullable TokenSource token,
      Executor looks) {
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
    return new HttpStack(base, true, timing, tls, looks);
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
      OkHttpClient client,
      Timing timing,
      @Nullable Tls tls,
      @Nullable TokenSource token,
      Executor looks) {
    OkHttpClient.Builder builder = client.newBuilder();
    if (client.socketFactory() == SocketFactory.getDefault()) {
      builder.socketFactory(new ChannelSockets());
    }
    long connectMillis = client.connectTimeoutMillis();
    return new HttpStack(limited(builder, connectMillis, timing, token), false, timing, tls, looks);
  }

  private static OkHttpClient limited(
      OkHttpClient.Builder builder,
      long connectMillis,
      Timing timing,
      @Nullable TokenSource token) {
    if (token != null) {
      builder.addInterceptor(new BearerToken(token));
    }
    return builder
        .addInterceptor(new Connecting(connectMillis))
        .dispatcher(new Dispatcher())
        // A given client's own would answer a 401 with a second request behind the policy's back.
        .authenticator(Authenticator.NONE)
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

  /** For sending requests: with renewed certificates soon after their files have changed. */
  OkHttpClient http() {
    standing.stand();
    return http.get();
  }

  /**
   * For calls that are none of ours: secured as ours are, each sent once, with no limit but the one
   * for connecting, and with its answer as it came.
   */
  public Call forOthers(Request request) {
    Attempt attempt = Attempt.ofOthers(request.url(), timing.nanoTime());
    return http().newCall(request.newBuilder().tag(Attempt.class, attempt).build());
  }

  private static void warn(String message) {
    try {
      LOGGER.log(Level.WARNING, message);
    } catch (Throwable e) {
      // No failure of the log decides about a call.
    }
  }

  /** Connections in use go on; none is used again, for they belong to the former certificates. */
  private OkHttpClient renewed(Tls tls) {
    OkHttpClient next = secured(tls);
    if (ownsPool) {
      base.connectionPool().evictAll();
    }
    return next;
  }

  private OkHttpClient secured(Tls tls) {
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
    return builder.build();
  }

  private static OkHttpClient plain() {
    return new OkHttpClient.Builder().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
  }

  /** Closes the connections that nobody uses; those in use close when they are given back. */
  @Override
  public void close() {
    standing.end();
    if (ownsPool) {
      base.connectionPool().evictAll();
    }
  }
}
