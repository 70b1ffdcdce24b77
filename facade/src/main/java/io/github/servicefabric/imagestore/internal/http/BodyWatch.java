package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.Connection;
import okhttp3.Handshake;
import okhttp3.TlsVersion;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Watches a body on its way out, for a write may wait for a server that takes no more of it; and
 * the wait for its answer.
 *
 * <p>A server that answers before it has the whole body does not want it. Once such an answer is
 * seen the output is closed: the write fails, whereupon OkHttp reads what was answered. Where what
 * comes can only be an answer, that is without TLS, or with TLS 1.3 on a connection used before, it
 * is looked for while the body goes out. Otherwise, and for a body that the system takes at once,
 * it is looked for when nothing was taken for the stall limit; whoever stalls and has said nothing
 * is given up.
 */
final class BodyWatch {
  private static final Duration LOOK = Duration.ofMillis(100);

  /**
   * The system takes so much at once, on the server's behalf. Nothing waits then, so there is no
   * need to look whether an answer came first; and a look that is due soon wakes a thread.
   */
  private static final long TAKEN_AT_ONCE = 8 * 1024;

  /** What closing the output may take to end a write. */
  private static final Duration CLOSE = Duration.ofSeconds(5);

  /** What is on its way already when a server has stalled: its answer, or something below TLS. */
  private static final Duration ANSWER_AFTER_STALL = Duration.ofSeconds(5);

  private final Socket below;
  private final boolean looksForAnswer;
  private final Duration stall;
  private final Runnable giveUp;
  private @Nullable AsyncTimeout limit;
  private long takenAtNanos = System.nanoTime();
  private boolean closed;
  private boolean stalled;
  private boolean outOfTime;

  /**
   * Begins to watch.
   *
   * @param length of the body in bytes
   * @param reused whether an answer came on the connection before, and all that came with it
   * @param giveUp ends the attempt; called by another thread
   */
  BodyWatch(Connection connection, long length, boolean reused, Duration stall, Runnable giveUp) {
    Socket socket = connection.socket();
    // Of a TLS socket it is the channel below TLS.
    SocketChannel channel = socket.getChannel();
    this.below = channel == null ? socket : channel.socket();
    Handshake tls = connection.handshake();
    boolean atOnce = length <= TAKEN_AT_ONCE;
    this.looksForAnswer =
        !atOnce && (tls == null || (reused && tls.tlsVersion() == TlsVersion.TLS_1_3));
    this.stall = stall;
    this.giveUp = giveUp;
    synchronized (this) {
      begin(atOnce || stall.compareTo(LOOK) < 0 ? stall : LOOK, this::look);
    }
  }

  /** The server, or the system on its behalf, took some more. */
  synchronized void took() {
    takenAtNanos = System.nanoTime();
    if (looksForAnswer && !closed && hasInput()) {
      closeOutput();
    }
  }

  /** The body is out, or will not go: from here on the answer may take so long. */
  synchronized void bodyIsOut(Duration answer) {
    end();
    begin(stalled ? ANSWER_AFTER_STALL : answer, this::late);
  }

  /** The answer is there, or will not come. */
  synchronized void end() {
    if (limit != null) {
      limit.exit();
      limit = null;
    }
  }

  /** Whether no answer came within its limit. */
  synchronized boolean outOfTime() {
    return outOfTime;
  }

  /** Whether the server took nothing for as long as it may. */
  synchronized boolean stalled() {
    return stalled;
  }

  private boolean late() {
    outOfTime = true;
    return true;
  }

  private boolean look() {
    stalled = stalled || System.nanoTime() - takenAtNanos >= stall.toNanos();
    if (closed || (stalled && !hasInput())) {
      return true;
    }
    if (stalled || (looksForAnswer && hasInput())) {
      closeOutput();
      begin(CLOSE, this::look);
    } else {
      begin(LOOK, this::look);
    }
    return false;
  }

  /**
   * Begins a limit in place of the last.
   *
   * @param isOver what happens at its end: says whether the attempt is to be given up
   */
  private void begin(Duration time, BooleanSupplier isOver) {
    AsyncTimeout next =
        new AsyncTimeout() {
          @Override
          protected void timedOut() {
            passed(this, isOver);
          }
        };
    next.timeout(time.toNanos(), TimeUnit.NANOSECONDS);
    next.enter();
    limit = next;
  }

  private void passed(AsyncTimeout passed, BooleanSupplier isOver) {
    boolean over;
    synchronized (this) {
      // Another limit may have begun while this one waited to be heard.
      over = passed == limit && isOver.getAsBoolean();
    }
    if (over) {
      // Without the lock, for a given client's listeners hear of it.
      giveUp.run();
    }
  }

  private boolean hasInput() {
    try {
      return below.getInputStream().available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void closeOutput() {
    closed = true;
    try {
      below.shutdownOutput();
    } catch (IOException | UnsupportedOperationException e) {
      // Of a TLS socket without a channel, say: the next look gives up.
    }
  }
}
