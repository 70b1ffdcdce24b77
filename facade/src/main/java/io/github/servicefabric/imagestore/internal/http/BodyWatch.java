package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Connection;
import okhttp3.Handshake;
import okhttp3.TlsVersion;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Watches a body on its way out, for a write may wait for a server that takes no more of it.
 *
 * <p>A server that answers before it has the whole body does not want it. As soon as such an answer
 * is seen the output is closed: the write fails, whereupon OkHttp reads what was answered. Below
 * TLS bytes that came may be something else, so there the answer is looked for only when nothing
 * was taken for the stall limit; whoever stalls and has said nothing is given up.
 */
final class BodyWatch {
  private static final Duration LOOK = Duration.ofMillis(100);

  /**
   * The system takes so much at once, on the server's behalf. Nothing waits then, and each look
   * that is due soon wakes a thread.
   */
  private static final long TAKEN_AT_ONCE = 8 * 1024;

  /** What closing the output may take to end a write. */
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Socket below;
  private final boolean inputIsAnswer;
  private final Duration stall;
  private final Runnable giveUp;
  private @Nullable AsyncTimeout look;
  private long takenAtNanos = System.nanoTime();
  private boolean closed;
  private boolean stalled;
  private boolean over;

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
    this.inputIsAnswer = tls == null || (reused && tls.tlsVersion() == TlsVersion.TLS_1_3);
    this.stall = stall;
    this.giveUp = giveUp;
    synchronized (this) {
      lookIn(length <= TAKEN_AT_ONCE || stall.compareTo(LOOK) < 0 ? stall : LOOK);
    }
  }

  /** The server, or the system on its behalf, took some more. */
  synchronized void took() {
    takenAtNanos = System.nanoTime();
    if (inputIsAnswer && !closed && hasInput()) {
      closeOutput();
    }
  }

  /** The body is out, or will not go. */
  synchronized void end() {
    over = true;
    if (look != null) {
      look.exit();
    }
  }

  /** Whether the server took nothing for as long as it may. */
  synchronized boolean stalled() {
    return stalled;
  }

  private synchronized void look() {
    if (over) {
      return;
    }
    stalled = stalled || System.nanoTime() - takenAtNanos >= stall.toNanos();
    if (closed || (stalled && !hasInput())) {
      giveUp.run();
    } else if (stalled || (inputIsAnswer && hasInput())) {
      closeOutput();
      lookIn(CLOSE);
    } else {
      lookIn(LOOK);
    }
  }

  private void lookIn(Duration time) {
    AsyncTimeout next =
        new AsyncTimeout() {
          @Override
          protected void timedOut() {
            look();
          }
        };
    next.timeout(time.toNanos(), TimeUnit.NANOSECONDS);
    next.enter();
    look = next;
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
