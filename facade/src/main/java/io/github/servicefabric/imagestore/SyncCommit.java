package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A call that sends and waits on its caller's thread. */
final class SyncCommit extends CommitCall {
  private final CountDownLatch ended = new CountDownLatch(1);

  SyncCommit(
      Commit commit, Target target, RetryPolicy policy, Timing timing, AttemptReporter reporter) {
    super(commit, target, policy, timing, reporter);
  }

  void run() {
    Duration pause = attempt();
    while (pause != null) {
      await(pause);
      pause = attempt();
    }
  }

  /** Returns the pause before the next attempt, null where the session is committed. */
  private @Nullable Duration attempt() {
    Attempt attempt = begin();
    CommitProgress.Step next = close(attempt, send(attempt));
    if (next.failure() != null) {
      throw next.failure();
    }
    return next.pause();
  }

  private AttemptEnd send(Attempt attempt) {
    endIfInterrupted();
    try (Response response = open(attempt).execute()) {
      return AttemptEnd.of(response);
    } catch (Exception e) {
      // OkHttp declares IOException alone, but lets an InterruptedException out of its wait for a
      // connection.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new AttemptEnd.Failed(e);
    } finally {
      endIfInterrupted();
    }
  }

  private void await(Duration pause) {
    try {
      timing.pause(pause, ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endIfInterrupted();
    }
    endIfLate();
    if (ending() != null) {
      throw outcome();
    }
  }

  private void endIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      end(Ending.INTERRUPTED);
    }
  }

  @Override
  void end(Ending why) {
    super.end(why);
    ended.countDown();
  }
}
