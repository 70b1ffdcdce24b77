package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
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
  private final Limits limits;
  private final boolean tokenRefused;
  private final boolean others;
  private final ConnectionWatch way = new ConnectionWatch(this);
  private @Nullable Call call;
  private boolean cancelled;
  private @Nullable AsyncTimeout connecting;
  private volatile @Nullable Connection connection;
  private volatile @Nullable BodyWatch watch;
  private volatile boolean sent;
  private volatile long bytes;
  private volatile boolean tooLateToConnect;
  private volatile boolean certificateAsked;
  private volatile @Nullable Duration retryAfter;
  private volatile @Nullable String retryAfterAsSent;
  private volatile @Nullable Answer brokenAnswer;

  /**
   * How long an attempt may take.
   *
   * @param answer from its beginning to the end of its answer; from the last byte of its body where
   *     it has one, for there the server's own time begins
   * @param stall while a body goes out, without a byte of it taken; null where there is no body
   * @param left of the deadline of the whole call; null where it has none
   */
  public record Limits(Duration answer, @Nullable Duration stall, @Nullable Duration left) {
    /** To the HTTP stack, zero would mean no limit. */
    private static final Duration SHORTEST = Duration.ofNanos(1);

    private Duration atMost(Duration limit) {
      if (left == null || left.compareTo(limit) > 0) {
        return limit;
      }
      // The deadline may have passed since it was looked at last.
      return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }
  }

  /**
   * Begins an attempt.
   *
   * @param tokenRefused whether the attempt before it was answered 401
   */
  public Attempt(
      int number, HttpUrl endpoint, long startNanos, Limits limits, boolean tokenRefused) {
    this(number, endpoint, startNanos, limits, tokenRefused, false);
  }

  private Attempt(
      int number,
      HttpUrl endpoint,
      long startNanos,
      Limits limits,
      boolean tokenRefused,
      boolean others) {
    this.others = others;
    this.number = number;
    this.endpoint = endpoint;
    this.startNanos = startNanos;
    this.limits = limits;
    this.tokenRefused = tokenRefused;
  }

  /** The one attempt of a call that is none of ours. */
  static Attempt ofOthers(HttpUrl url, long startNanos) {
    return new Attempt(1, url, startNanos, new Limits(Duration.ZERO, null, null), false, true);
  }

  /** Whether nobody here looks at its answer. */
  boolean isOthers() {
    return others;
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

  /** The limit of the answer, as it is now. */
  public Duration limit() {
    return limits.atMost(limits.answer());
  }

  /** The limit from the beginning to the end; zero where there is none. */
  Duration wholeLimit() {
    if (limits.stall() == null) {
      return limit();
    }
    return limits.left() == null ? Duration.ZERO : limits.atMost(limits.left());
  }

  /** Without a byte taken while a body goes out; null where there is no body. */
  public @Nullable Duration stallLimit() {
    return limits.stall();
  }

  /** How many bytes of the body went out. */
  public long bytes() {
    return bytes;
  }

  /** A body of so many bytes is about to go out. */
  void bodyBegins(long length) {
    Connection over = connection;
    if (limits.stall() != null && over != null) {
      watch = new BodyWatch(over, length, way.isReused(), limits.stall(), this::cancel);
    }
  }

  void took(int more) {
    bytes += more;
    if (watch != null) {
      watch.took();
    }
  }

  /** From here on the server works, or says why it does not want the rest of the body. */
  void bodyIsOut() {
    if (watch != null) {
      watch.bodyIsOut(limits.answer());
    }
  }

  /** Whether no byte of the body was taken for as long as the stall limit. */
  public boolean stalled() {
    return watch != null && watch.stalled();
  }

  /** Whether no answer came within its limit. */
  public boolean outOfTime() {
    return watch != null && watch.outOfTime();
  }

  /** The answer is there, or will not come. */
  void answered() {
    if (watch != null) {
      watch.end();
    }
  }

  /** Its HTTP call, which is cancelled from the start where the end has come already. */
  synchronized void begun(Call call) {
    this.call = call;
    call.addEventListener(way);
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

  /** Begins a limit, to be taken back by {@link #connected}. */
  void connecting(AsyncTimeout limit) {
    if (connecting == null) {
      limit.enter();
      connecting = limit;
    }
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

  /** Which connection it got, and by what way. */
  public ConnectionWatch way() {
    return way;
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

  @Nullable String retryAfterAsSent() {
    return retryAfterAsSent;
  }

  void retryAfterAsSent(String value) {
    retryAfterAsSent = value;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  void retryAfter(@Nullable Duration wait) {
    retryAfter = wait;
  }
}
