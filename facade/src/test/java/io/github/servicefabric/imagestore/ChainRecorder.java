package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** An interceptor of a caller's own OkHttpClient that notes the limits under which a call runs. */
final class ChainRecorder implements Interceptor {
  record Limits(Duration call, int connectMillis, int readMillis, int writeMillis) {}

  private final List<Limits> seen = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeEach = () -> {};

  /** Lets something happen at the start of each attempt. */
  ChainRecorder before(Runnable action) {
    beforeEach = action;
    return this;
  }

  List<Limits> seen() {
    return seen;
  }

  List<Duration> calls() {
    return seen.stream().map(Limits::call).toList();
  }

  OkHttpClient client() {
    return new OkHttpClient.Builder().addInterceptor(this).build();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    seen.add(
        new Limits(
            Duration.ofNanos(chain.call().timeout().timeoutNanos()),
            chain.connectTimeoutMillis(),
            chain.readTimeoutMillis(),
            chain.writeTimeoutMillis()));
    beforeEach.run();
    return chain.proceed(chain.request());
  }
}
