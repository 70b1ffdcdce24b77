package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.internal.http.Timing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that runs on another thread than its caller's, and may be ended while it waits for it. */
public final class AsyncCall<T> implements Runnable, UnderWay {
  private final Job<T> call;
  private final CallThreads threads;
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final AtomicBoolean taken = new AtomicBoolean();

  public AsyncCall(Job<T> call, CallThreads threads) {
    this.call = call;
    this.threads = threads;
  }

  /**
   * Hands the call over.
   *
   * @param atTheEnd run once the future is complete
   */
  public CompletableFuture<T> start(Timing timing, Runnable atTheEnd) {
    Duration left = call.deadline().left();
    Runnable takeBack = left == null ? () -> {} : timing.later(() -> end(Ending.DEADLINE), left);
    future.whenComplete(
        (value, failure) -> {
          takeBack.run();
          end(Ending.CANCELLED);
          atTheEnd.run();
        });
    try {
      threads.execute(this);
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
      throw e;
    }
    // The timer of a deadline that passes just now may have come too early to find the call.
    if (call.deadline().isOver()) {
      end(Ending.DEADLINE);
    }
    return future;
  }

  @Override
  public void run() {
    if (!taken.compareAndSet(false, true)) {
      return;
    }
    try {
      future.complete(call.run());
    } catch (Throwable e) {
      // Whatever it is, on this thread nobody else would hear of it.
      future.completeExceptionally(e);
    }
  }

  /** Ends the call, at once where no thread has taken it yet. */
  @Override
  public void end(Ending why) {
    call.end(why);
    if (taken.compareAndSet(false, true)) {
      threads.remove(this);
      future.completeExceptionally(call.outcome());
    }
  }
}
