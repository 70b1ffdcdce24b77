package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.internal.http.DaemonThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where asynchronous calls run: on daemon threads of the client's, or where its user says. */
public final class CallThreads implements Executor, AutoCloseable {
  private static final long IDLE_SECONDS = 60;

  private final @Nullable Executor given;
  private final int most;
  private @Nullable ThreadPoolExecutor own;
  private boolean closed;

  /**
   * Makes no thread yet.
   *
   * @param given null for daemon threads of our own
   * @param most how many of our own there are at the most; further calls wait for their turn
   */
  public CallThreads(@Nullable Executor given, int most) {
    this.given = given;
    this.most = most;
  }

  /** Made when it is needed first, for many clients never make an asynchronous call. */
  private synchronized ThreadPoolExecutor own() {
    if (own == null) {
      own = pool(most);
      if (closed) {
        own.shutdown();
      }
    }
    return own;
  }

  private static ThreadPoolExecutor pool(int most) {
    return new ThreadPoolExecutor(
        0,
        most,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new HandOver(),
        new DaemonThreads("imagestore-http"),
        (call, pool) -> {
          if (pool.isShutdown()) {
            throw new RejectedExecutionException("the client is closed");
          }
          pool.getQueue().add(call);
        });
  }

  @Override
  public void execute(Runnable call) {
    (given == null ? own() : given).execute(call);
  }

  /** Takes back a call that still waits for its turn. */
  synchronized void remove(Runnable call) {
    if (own != null) {
      own.remove(call);
    }
  }

  /** Lets what runs end; nothing waits any more, for every call was ended before. */
  @Override
  public synchronized void close() {
    closed = true;
    if (own != null) {
      own.shutdown();
    }
  }

  /**
   * Offers a call to a thread that is idle and to no other, so that the pool makes a thread where
   * none is, up to its bound; calls wait here only beyond that.
   */
  private static final class HandOver extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable call) {
      return tryTransfer(call);
    }

    @Override
    public boolean add(Runnable call) {
      return super.offer(call);
    }
  }
}
