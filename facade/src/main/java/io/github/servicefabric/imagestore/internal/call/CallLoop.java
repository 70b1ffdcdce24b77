package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.UploadSession;
import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Answered;
import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Done;
import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Failed;
import io.github.servicefabric.imagestore.internal.call.SessionLook.Explanation;
import io.github.servicefabric.imagestore.internal.http.Answer;
import io.github.servicefabric.imagestore.internal.http.Attempt;
import io.github.servicefabric.imagestore.internal.http.Gateway;
import io.github.servicefabric.imagestore.internal.http.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation: its attempts one after the other, on the thread that runs it, and the
 * one thing that may come from outside, its early end.
 */
public final class CallLoop<T> implements Job<T> {
  /**
   * What an attempt may take beyond the server timeout, so that the server always gives up first.
   */
  private static final Duration GRACE = Duration.ofSeconds(15);

  /** What the image store keeps a session for: whatever comes after a longer pause is too late. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  private final Operation<T> operation;
  private final CallSettings settings;
  private final Cluster cluster;
  private final Timing timing;
  private final Deadline deadline;
  private final List<AttemptFailure> failures = new ArrayList<>(0);
  private final FailedNames names = new FailedNames();
  private final CountDownLatch ended = new CountDownLatch(1);
  private int attempts;
  private int gateway;
  private int renewals;
  private @Nullable Ending ending;
  private @Nullable Attempt current;
  private @Nullable CallLoop<?> asking;
  private @Nullable Explanation explanation;

  /** A call that begins now, whenever it is run. */
  public CallLoop(Operation<T> operation, CallSettings settings, Cluster cluster) {
    this.operation = operation;
    this.settings = settings;
    this.cluster = cluster;
    this.timing = cluster.timing();
    this.deadline = new Deadline(settings.deadline(), timing);
    // Calls spread over the endpoints, and each stays where it is while that works.
    this.gateway = (int) (timing.random() * cluster.gateways().size());
  }

  /**
   * Makes the call, once.
   *
   * @throws ImageStoreException where it did not end in success
   * @throws RuntimeException what an interceptor of a given OkHttpClient throws, as it is
   */
  @Override
  public T run() {
    while (true) {
      endIfLate();
      Gateway to = next();
      Attempt attempt = begin(to);
      AttemptEnd<T> end = send(to, attempt);
      Duration pause = end instanceof Done<T> ? null : pauseAfter(attempt, end);
      cluster.reporter().ended(operation, settings, attempt, end, pause);
      if (end instanceof Done<T> done) {
        return done.value();
      }
      if (end instanceof Failed<T> failed && failed.failure() instanceof RuntimeException bug) {
        throw bug;
      }
      if (pause != null) {
        await(pause);
      }
      Done<T> settled = settled();
      if (settled != null) {
        return settled.value();
      }
      if (pause == null) {
        explain();
        throw outcome();
      }
    }
  }

  private Gateway next() {
    return cluster.gateways().get(gateway % cluster.gateways().size());
  }

  /** Asks the session whether it has what a failure left open; null where it has not. */
  private @Nullable Done<T> settled() {
    SessionLook look = operation.look();
    if (look == null || ending() != null || !look.maySettle(failures.get(failures.size() - 1))) {
      return null;
    }
    try {
      return look.settles(ask(look, cluster)) ? new Done<>(200, operation.nothing()) : null;
    } catch (ImageStoreException e) {
      // What ended the question ends this call.
      endIfInterrupted();
      endIfLate();
      ImageStoreException outcome = outcome();
      outcome.addSuppressed(e);
      throw outcome;
    }
  }

  /** One more request, where the answer to the last has several reasons; without it one of them. */
  private void explain() {
    SessionLook look = operation.look();
    ImageStoreException outcome = outcome();
    if (look == null
        || ending() != null
        || !(outcome instanceof FabricErrorException refused)
        || !look.explains(refused.statusCode(), refused.code())) {
      return;
    }
    try {
      explanation = SessionLook.explain(ask(look, cluster.onceOnly()));
    } catch (FabricErrorException e) {
      if (e.statusCode() == 400 && !e.code().isEmpty()) {
        explanation = SessionLook.noSessions();
      }
    } catch (ImageStoreException e) {
      // It says what it would have said without the question.
    }
  }

  private Optional<UploadSession> ask(SessionLook look, Cluster of) {
    CallLoop<Optional<UploadSession>> question =
        new CallLoop<>(look.question(), settings.within(deadline.left()), of);
    synchronized (this) {
      asking = question;
      if (ending != null) {
        question.end(ending);
      }
    }
    return question.run();
  }

  private Attempt begin(Gateway to) {
    attempts++;
    Attempt.Limits limits =
        new Attempt.Limits(
            settings.timeout().plus(GRACE),
            operation.hasBody() ? settings.stall() : null,
            deadline.left());
    boolean refused = !failures.isEmpty() && failures.get(failures.size() - 1).unauthorized();
    Attempt attempt = new Attempt(attempts, to.endpoint(), timing.nanoTime(), limits, refused);
    synchronized (this) {
      current = attempt;
      if (ending != null) {
        attempt.cancel();
      }
    }
    return attempt;
  }

  private AttemptEnd<T> send(Gateway to, Attempt attempt) {
    endIfInterrupted();
    try {
      return operation.form().send(to, attempt, settings);
    } catch (IOException e) {
      Answer head = attempt.brokenAnswer();
      return head == null ? Failed.of(e, attempt) : new Answered<>(head);
    } catch (Exception e) {
      // OkHttp declares IOException alone, but lets an InterruptedException out of its wait for a
      // connection.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new Failed<>(Reading.failure(e));
    } finally {
      endIfInterrupted();
    }
  }

  /** Takes in a failure; null where no other attempt follows. */
  private @Nullable Duration pauseAfter(Attempt attempt, AttemptEnd<T> end) {
    AttemptFailure failure = AttemptFailure.of(operation, attempt, end);
    failures.add(failure);
    if (failure.isUnknownName()) {
      names.failed(attempt.endpoint().host(), timing.nanoTime());
    }
    if (failure.verdict().next() == Verdict.Next.OTHER_ENDPOINT) {
      gateway++;
    }
    if (ending() == null && cluster.tokenMayBeStale() && failure.unauthorized() && renewals == 0) {
      // Not one of the policy's attempts: a token that has run out is no failure of the cluster.
      renewals++;
      return Duration.ZERO;
    }
    int counted = attempts - renewals;
    if (ending() != null
        || !failure.verdict().again()
        || counted >= cluster.policy().maxAttempts()) {
      return null;
    }
    Duration pause =
        Backoff.pause(cluster.policy(), counted, timing.random(), attempt.retryAfter());
    Duration unknown = names.left(next().endpoint().host(), timing.nanoTime());
    if (unknown.compareTo(pause) > 0) {
      pause = unknown;
    }
    Duration left = deadline.left();
    if (left != null && pause.compareTo(left) >= 0) {
      end(Ending.DEADLINE);
      return null;
    }
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      end(Ending.RETRY_TOO_LATE);
      return null;
    }
    return pause;
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

  private void endIfLate() {
    if (deadline.isOver()) {
      end(Ending.DEADLINE);
    }
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  private synchronized @Nullable Ending ending() {
    return ending;
  }

  /**
   * Ends the attempt under way and keeps others from starting; the first reason counts. May be
   * called by any thread.
   */
  @Override
  public void end(Ending why) {
    Attempt toCancel;
    CallLoop<?> question;
    synchronized (this) {
      if (ending != null) {
        return;
      }
      ending = why;
      toCancel = current;
      question = asking;
    }
    ended.countDown();
    if (toCancel != null) {
      toCancel.cancel();
    }
    if (question != null) {
      question.end(why);
    }
  }

  /** What the attempts so far add up to, for a call that ends without success. */
  @Override
  public ImageStoreException outcome() {
    return Outcome.of(operation, settings, attempts, failures, ending(), explanation);
  }
}
