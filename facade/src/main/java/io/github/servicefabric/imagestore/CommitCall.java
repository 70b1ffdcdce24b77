package io.github.servicefabric.imagestore;

import java.time.Duration;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * A call under way: its attempts one after the other, and the one thing that may come from outside,
 * its early end.
 */
abstract class CommitCall {
  final Timing timing;
  private final Commit commit;
  private final AttemptReporter reporter;
  private final CommitProgress progress;
  private @Nullable Ending ending;
  private @Nullable Call current;

  CommitCall(
      Commit commit, Target target, RetryPolicy policy, Timing timing, AttemptReporter reporter) {
    this.commit = commit;
    this.timing = timing;
    this.reporter = reporter;
    this.progress = new CommitProgress(commit, target, policy, timing);
  }

  final Commit commit() {
    return commit;
  }

  /** Begins an attempt; past the deadline it is one that sends nothing. */
  final Attempt begin() {
    endIfLate();
    return progress.begin();
  }

  /**
   * Returns the call of an attempt, which is cancelled from the start where the end has come
   * already.
   */
  final Call open(Attempt attempt) {
    Call call = attempt.gateway().call(commit, attempt);
    synchronized (this) {
      current = call;
      if (ending != null) {
        call.cancel();
      }
    }
    return call;
  }

  final CommitProgress.Step close(Attempt attempt, AttemptEnd end) {
    synchronized (this) {
      // Cancelling it from now on would be told to the listeners of a given OkHttpClient.
      current = null;
    }
    CommitProgress.Step next = progress.after(attempt, end, ending());
    reporter.ended(
        commit, attempt, end, next, Duration.ofNanos(timing.nanoTime() - attempt.startNanos()));
    return next;
  }

  final ImageStoreException outcome() {
    return progress.outcome(ending());
  }

  final synchronized @Nullable Ending ending() {
    return ending;
  }

  final void endIfLate() {
    if (progress.isLate()) {
      end(Ending.DEADLINE);
    }
  }

  /** Ends the attempt under way and keeps others from starting; the first reason counts. */
  void end(Ending why) {
    Call call;
    synchronized (this) {
      if (ending != null) {
        return;
      }
      ending = why;
      call = current;
    }
    if (call != null) {
      call.cancel();
    }
  }
}
