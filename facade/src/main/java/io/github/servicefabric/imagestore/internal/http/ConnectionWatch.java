package io.github.servicefabric.imagestore.internal.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Notes which connection an attempt gets: a new one or one that was used before, and by what way.
 */
public final class ConnectionWatch extends EventListener {
  private volatile boolean made;
  private volatile Proxy proxy = Proxy.NO_PROXY;
  private volatile Duration quiet = Duration.ZERO;
  private final Attempt attempt;
  private @Nullable Connecting limit;

  ConnectionWatch(Attempt attempt) {
    this.attempt = attempt;
  }

  /** What begins before a name or a connection is asked for; not at all where one is used again. */
  void limitedBy(Connecting limit) {
    this.limit = limit;
  }

  @Override
  public void proxySelectStart(Call call, HttpUrl url) {
    if (limit != null) {
      limit.begin(call, attempt);
    }
  }

  @Override
  public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
    if (!proxies.isEmpty()) {
      proxy = proxies.get(0);
    }
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy through) {
    proxy = through;
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy through, @Nullable Protocol protocol) {
    made = true;
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    proxy = connection.route().proxy();
  }

  void quiet(Duration time) {
    quiet = time;
  }

  /** Whether the connection, where there is one, had been used before. */
  public boolean isReused() {
    return !made;
  }

  /** The proxy that stands between, null where none is known. */
  public @Nullable Proxy proxy() {
    Proxy through = proxy;
    return through.type() == Proxy.Type.DIRECT ? null : through;
  }

  /** How long nothing came back on the connection, where an answer never did. */
  public Duration quiet() {
    return quiet;
  }
}
