package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way through its attempts: says when the next one is due, and in the end what they
 * add up to. It neither sends nor waits, so that synchronous and asynchronous calls share it. Not
 * safe for use by several threads at once.
 */
final class CommitProgress {
  /**
   * What an attempt may take beyond the server timeout, so that the server always gives up first.
   */
  static final Duration GRACE = Duration.ofSeconds(15);

  /** What the image store keeps a session for: a commit after a longer pause comes too late. */
  static final Duration SESSION_LIFE = Duration.ofMinutes(30);

  /** To the HTTP stack, zero would mean no limit. */
  private static final Duration SHORTEST_LIMIT = Duration.ofNanos(1);

  /**
   * What follows an attempt: another one after a pause, or the end of the call, in failure or,
   * where both are null, in success.
   */
  record Step(@Nullable Duration pause, @Nullable ImageStoreException failure) {
    private static final Step COMMITTED = new Step(null, null);
  }

  private final Commit commit;
  private final List<Gateway> gateways;
  private final RetryPolicy policy;
  private final Timing timing;
  private final long startNanos;
  private final List<AttemptFailure> failures = new ArrayList<>(0);
  private int attempts;
  private int gateway;
  private int renewals;
  private boolean tokenMayBeStale;

  CommitProgress(Commit commit, Target target, RetryPolicy policy, Timing timing) {
    this.commit = commit;
    this.gateways = target.gateways();
    // Calls spread over the endpoints, and each stays where it is while that works.
    this.gateway = (int) (timing.random() * gateways.size());
    this.tokenMayBeStale = target.tokenMayBeStale();
    this.policy = policy;
    this.timing = timing;
    this.startNanos = timing.nanoTime();
  }

  Attempt begin() {
    attempts++;
    Duration limit = commit.timeout().plus(GRACE);
    Duration left = left();
    if (left != null && left.compareTo(limit) < 0) {
      limit = left.compareTo(SHORTEST_LIMIT) < 0 ? SHORTEST_LIMIT : left;
    }
    boolean followsRefusal =
        !failures.isEmpty() && failures.get(failures.size() - 1).unauthorized();
    return new Attempt(
        attempts,
        gateways.get(gateway % gateways.size()),
        timing.nanoTime(),
        limit,
        followsRefusal);
  }

  boolean isLate() {
    Duration left = left();
    return left != null && (left.isZero() || left.isNegative());
  }

  /** Takes in how an attempt ended; an ending of the whole call leaves no further one. */
  Step after(Attempt attempt, AttemptEnd end, @Nullable Ending ending) {
    if (end instanceof AttemptEnd.Committed) {
      return Step.COMMITTED;
    }
    AttemptFailure failure = AttemptFailure.of(attempt, end);
    failures.add(failure);
    if (failure.verdict().next() == Verdict.Next.OTHER_ENDPOINT) {
      gateway++;
    }
    if (ending == null && tokenMayBeStale && failure.unauthorized()) {
      // Not one of the policy's attempts: a token that has run out is no failure of the cluster.
      tokenMayBeStale = false;
      renewals++;
      return new Step(Duration.ZERO, null);
    }
    if (ending != null
        || !failure.verdict().again()
        || attempts - renewals >= policy.maxAttempts()) {
      return new Step(null, outcome(ending));
    }
    Duration pause = Backoff.pause(policy, attempts, timing.random(), attempt.retryAfter());
    Duration left = left();
    if (left != null && pause.compareTo(left) >= 0) {
      return new Step(null, outcome(Ending.DEADLINE));
    }
    return pause.compareTo(SESSION_LIFE) > 0
        ? new Step(null, outcome(null))
        : new Step(pause, null);
  }

  /** What the attempts so far add up to, for a call that ends without a 200. */
  ImageStoreException outcome(@Nullable Ending ending) {
    return Outcome.of(commit, attempts, failures, ending);
  }

  private @Nullable Duration left() {
    Duration deadline = commit.deadline();
    return deadline == null ? null : deadline.minusNanos(timing.nanoTime() - startNanos);
  }
}
