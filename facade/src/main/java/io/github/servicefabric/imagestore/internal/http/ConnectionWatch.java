package io.github.servicefabric.imagestore.internal.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** Notes which connection an attempt gets: a new one or one that was used before, and by what way. */
final class ConnectionWatch extends EventListener {
  private final Attempt attempt;

  ConnectionWatch(Attempt attempt) {
    this.attempt = attempt;
  }

  @Override
  public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
    proxies.stream().findFirst().ifPresent(attempt::goesThrough);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    attempt.goesThrough(proxy);
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    attempt.connectionMade();
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    attempt.goesThrough(connection.route().proxy());
  }
}
