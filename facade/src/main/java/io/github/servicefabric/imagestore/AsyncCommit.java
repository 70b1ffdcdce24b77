package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A call that blocks no thread of its caller: the HTTP stack's threads send, and a timer waits. */
final class AsyncCommit extends CommitCall {
  private final CompletableFuture<Void> future = new CompletableFuture<>();

  /**
   * The attempt or the pause that the call is in. Whoever takes it out goes on with the call, so
   * that an answer, the timer and an early end never do so at once.
   */
  private final AtomicReference<@Nullable Object> stage = new AtomicReference<>();

  AsyncCommit(
      Commit commit, Target target, RetryPolicy policy, Timing timing, AttemptReporter reporter) {
    super(commit, target, policy, timing, reporter);
  }

  CompletableFuture<Void> start() {
    Duration deadline = commit().deadline();
    // The limit of an attempt does not count while it waits for its turn in the HTTP stack; the
    // deadline does.
    Runnable takeBack =
        deadline == null ? () -> {} : timing.later(() -> end(Ending.DEADLINE), deadline);
    future.whenComplete(
        (done, failure) -> {
          takeBack.run();
          end(Ending.CANCELLED);
        });
    next();
    return future;
  }

  private void next() {
    step(this::send);
  }

  /** On the threads of the HTTP stack and of the timer nobody else would hear of an Error. */
  private void step(Runnable step) {
    try {
      step.run();
    } catch (Error e) {
      future.completeExceptionally(e);
    }
  }

  private void send() {
    Attempt attempt = begin();
    stage.set(attempt);
    try {
      open(attempt).enqueue(new AttemptCallback(attempt));
    } catch (RuntimeException e) {
      // On the timer's thread nobody else would end the call.
      ended(attempt, new AttemptEnd.Failed(e));
    }
    if (ending() != null) {
      leave(attempt);
    }
  }

  private void ended(Attempt attempt, AttemptEnd end) {
    if (!stage.compareAndSet(attempt, null)) {
      return;
    }
    CommitProgress.Step next = close(attempt, end);
    if (next.pause() == null) {
      finish(next.failure());
    } else {
      pause(next.pause());
    }
  }

  private void pause(Duration pause) {
    Pause stay = new Pause();
    stage.set(stay);
    stay.takeBack =
        timing.later(
            () -> {
              endIfLate();
              if (stage.compareAndSet(stay, null)) {
                next();
              }
            },
            pause);
    if (ending() != null) {
      leave(stay);
      // Whoever left before had no timer yet to take back.
      stay.takeBack.run();
    }
  }

  private void leave(Pause pause) {
    if (stage.compareAndSet(pause, null)) {
      pause.takeBack.run();
      finish(outcome());
    }
  }

  private void leave(Attempt attempt) {
    // It may stand in the HTTP stack's queue, where nobody would look at it for a while.
    if (attempt.abandon()) {
      ended(attempt, new AttemptEnd.Failed(new IOException("ended before it was sent")));
    }
  }

  private void finish(@Nullable ImageStoreException failure) {
    if (failure == null) {
      future.complete(null);
    } else {
      future.completeExceptionally(failure);
    }
  }

  @Override
  void end(Ending why) {
    super.end(why);
    Object current = stage.get();
    if (current instanceof Pause pause) {
      leave(pause);
    } else if (current instanceof Attempt attempt) {
      leave(attempt);
    }
  }

  private static final class Pause {
    private volatile Runnable takeBack = () -> {};
  }

  private final class AttemptCallback implements Callback {
    private final Attempt attempt;

    AttemptCallback(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public void onResponse(Call call, Response response) {
      step(() -> ended(attempt, end(response)));
    }

    private AttemptEnd end(Response response) {
      try (response) {
        return AttemptEnd.of(response);
      } catch (RuntimeException e) {
        return new AttemptEnd.Failed(e);
      }
    }

    @Override
    public void onFailure(Call call, IOException e) {
      step(() -> ended(attempt, new AttemptEnd.Failed(e)));
    }
  }
}
