package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call: where it goes, how long it may take, and what the HTTP stack finds out
 * about it on the way.
 */
public final class Attempt {
  private final int number;
  private final HttpUrl endpoint;
  private final long startNanos;
  private final Duration limit;
  private final boolean tokenRefused;
  private @Nullable Call call;
  private boolean cancelled;
  private @Nullable AsyncTimeout connecting;
  private volatile @Nullable Connection connection;
  private volatile boolean sent;
  private volatile boolean tooLateToConnect;
  private volatile boolean connectionMade;
  private volatile @Nullable Proxy proxy;
  private volatile Duration quiet = Duration.ZERO;
  private volatile boolean certificateAsked;
  private volatile @Nullable Duration retryAfter;
  private volatile @Nullable Answer brokenAnswer;

  /**
   * Begins an attempt.
   *
   * @param limit from now to the end of its answer
   * @param tokenRefused whether the attempt before it was answered 401
   */
  public Attempt(
      int number, HttpUrl endpoint, long startNanos, Duration limit, boolean tokenRefused) {
    this.number = number;
    this.endpoint = endpoint;
    this.startNanos = startNanos;
    this.limit = limit;
    this.tokenRefused = tokenRefused;
  }

  /** Returns the attempt that a request is of. */
  static Attempt of(Request request) {
    return Objects.requireNonNull(
        request.tag(Attempt.class),
        "an interceptor of the given OkHttpClient made a request without the tags of its own:"
            + " use request.newBuilder()");
  }

  public int number() {
    return number;
  }

  public HttpUrl endpoint() {
    return endpoint;
  }

  public long startNanos() {
    return startNanos;
  }

  public Duration limit() {
    return limit;
  }

  /** Its HTTP call, which is cancelled from the start where the end has come already. */
  synchronized void begun(Call call) {
    this.call = call;
    call.addEventListener(new ConnectionWatch(this));
    if (cancelled) {
      call.cancel();
    }
  }

  /** Ends the attempt from another thread. */
  public void cancel() {
    Call toCancel;
    synchronized (this) {
      cancelled = true;
      toCancel = call;
    }
    if (toCancel != null) {
      toCancel.cancel();
    }
  }

  /** Cancelling it from now on would be told to the listeners of a given OkHttpClient. */
  synchronized void over() {
    call = null;
  }

  boolean tokenRefused() {
    return tokenRefused;
  }

  /** Whether a connection was there and the request may have gone out on it. */
  public boolean sent() {
    return sent;
  }

  /** A limit that has begun, to be taken back by {@link #connected}. */
  void connecting(AsyncTimeout limit) {
    connecting = limit;
  }

  void connected() {
    if (connecting != null) {
      connecting.exit();
      connecting = null;
    }
  }

  /** The HTTP stack says so before the first byte goes out. */
  void sending(Connection over) throws IOException {
    connected();
    if (tooLateToConnect) {
      throw new IOException("the connection came too late");
    }
    connection = over;
    sent = true;
  }

  void connectionMade() {
    connectionMade = true;
  }

  /** Whether its connection had been used before. */
  public boolean connectionReused() {
    return !connectionMade;
  }

  void quiet(Duration time) {
    quiet = time;
  }

  /** How long nothing came back on its connection, where an answer never did. */
  public Duration quiet() {
    return quiet;
  }

  void goesThrough(Proxy way) {
    proxy = way;
  }

  /** The proxy that stands between, null where none is known. */
  public @Nullable Proxy proxy() {
    Proxy way = proxy;
    return way == null || way.type() == Proxy.Type.DIRECT ? null : way;
  }

  /** Ends the connection without reading what is still on its way. */
  void dropConnection() {
    Connection over = connection;
    if (over != null) {
      try {
        over.socket().close();
      } catch (IOException e) {
        // It is gone, which is all that was wanted.
      }
    }
  }

  /** Whether no connection came about in the time that one may take. */
  public boolean tooLateToConnect() {
    return tooLateToConnect;
  }

  void connectsTooLate() {
    tooLateToConnect = true;
  }

  /** Whether the server asked for a client certificate before the attempt failed. */
  public boolean askedForCertificate() {
    return certificateAsked;
  }

  void certificateAsked() {
    certificateAsked = true;
  }

  /** An answer whose body broke off, or took longer than the attempt may: its status counts. */
  public @Nullable Answer brokenAnswer() {
    return brokenAnswer;
  }

  void brokenAnswer(Answer answer) {
    brokenAnswer = answer;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  void retryAfter(@Nullable Duration wait) {
    retryAfter = wait;
  }
}
