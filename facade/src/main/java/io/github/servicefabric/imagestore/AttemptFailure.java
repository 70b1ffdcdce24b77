package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.OneLine;
import io.github.servicefabric.imagestore.internal.tls.TlsAlert;
import java.io.InterruptedIOException;

/** An attempt that did not commit, and what that means. */
record AttemptFailure(Attempt attempt, AttemptEnd end, Verdict verdict) {
  private static final int LONGEST_WORDS = 600;

  static AttemptFailure of(Attempt attempt, AttemptEnd end) {
    Verdict verdict =
        end instanceof AttemptEnd.Failed failed
            ? Verdicts.of(decisive(attempt, failed), attempt.sent(), attempt.askedForCertificate())
            : Verdicts.of(((AttemptEnd.Answered) end).answer());
    return new AttemptFailure(attempt, end, verdict);
  }

  private static Exception decisive(Attempt attempt, AttemptEnd.Failed failed) {
    return attempt.sent() ? failed.failure() : Verdicts.decisive(failed.failure());
  }

  int number() {
    return attempt.number();
  }

  /** Whether another token might have been let in. */
  boolean unauthorized() {
    return status() == 401;
  }

  /** Whether the answer is about the session, which an earlier attempt may have committed. */
  boolean speaksOfTheSession() {
    return status() == 400 || status() == 404 || status() == 409;
  }

  private int status() {
    return end instanceof AttemptEnd.Answered answered ? answered.answer().status() : 0;
  }

  /** The failure as an exception of its own, to be the cause of another or suppressed by it. */
  Exception exception(Commit commit) {
    return end instanceof AttemptEnd.Answered answered
        ? FabricErrorException.ofAttempt(commit, number(), answered.answer())
        : ((AttemptEnd.Failed) end).failure();
  }

  /** What happened, for a message. */
  String words() {
    if (end instanceof AttemptEnd.Answered answered) {
      return answered.answer().inWords();
    }
    Exception failure = decisive(attempt, (AttemptEnd.Failed) end);
    String what =
        verdict.work() == Verdict.Work.OPEN ? "no answer came from " : "no connection to ";
    if (failure instanceof TokenException) {
      what = "no token for ";
    }
    // The words with which OkHttp says that the limit of a call is over.
    boolean outOfTime =
        failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage());
    Exception alert = TlsAlert.in(failure);
    String why =
        outOfTime
            ? " within " + attempt.limit().toMillis() + " ms"
            : " (" + OneLine.of((alert == null ? failure : alert).toString(), LONGEST_WORDS) + ")";
    return what + attempt.endpoint() + why;
  }
}
