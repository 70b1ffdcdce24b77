package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** OkHttp, set up so that only our own limits hold and nothing is sent that was not asked for. */
final class HttpStack implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration NO_LIMIT = Duration.ZERO;
  private static final long KEEP_ALIVE_MINUTES = 5;
  private static final long IDLE_THREAD_SECONDS = 60;

  private final OkHttpClient http;
  private final ExecutorService threads;
  private final @Nullable ConnectionPool ownPool;

  private HttpStack(OkHttpClient http, ExecutorService threads, @Nullable ConnectionPool ownPool) {
    this.http = http;
    this.threads = threads;
    this.ownPool = ownPool;
  }

  /** A stack that shares nothing. */
  static HttpStack own(HttpUrl endpoint, int maxRequests, int maxIdleConnections, Timing timing) {
    ConnectionPool pool =
        new ConnectionPool(maxIdleConnections, KEEP_ALIVE_MINUTES, TimeUnit.MINUTES);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT_LIMIT)
            .connectionPool(pool)
            .socketFactory(new ChannelSockets());
    if (!endpoint.isHttps()) {
      // Preparing TLS is a third of OkHttp's cold start, and a plain endpoint never needs it.
      builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    }
    return of(builder, maxRequests, timing, pool);
  }

  /**
   * A stack on a caller's client: its connections, proxies and interceptors, but our limits and
   * threads.
   */
  static HttpStack on(OkHttpClient client, int maxRequests, Timing timing) {
    OkHttpClient.Builder builder = client.newBuilder();
    if (client.socketFactory() == SocketFactory.getDefault()) {
      builder.socketFactory(new ChannelSockets());
    }
    return of(builder, maxRequests, timing, null);
  }

  private static HttpStack of(
      OkHttpClient.Builder builder,
      int maxRequests,
      Timing timing,
      @Nullable ConnectionPool ownPool) {
    ExecutorService threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DaemonThreads("imagestore-http"));
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(maxRequests);
    dispatcher.setMaxRequestsPerHost(maxRequests);
    OkHttpClient http =
        builder
            .dispatcher(dispatcher)
            .callTimeout(NO_LIMIT)
            .readTimeout(NO_LIMIT)
            .writeTimeout(NO_LIMIT)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addNetworkInterceptor(new AttemptInterceptor(timing))
            .build();
    return new HttpStack(http, threads, ownPool);
  }

  OkHttpClient http() {
    return http;
  }

  /** Lets calls under way end; their threads go with them. */
  @Override
  public void close() {
    threads.shutdown();
    if (ownPool != null) {
      ownPool.evictAll();
    }
  }
}
