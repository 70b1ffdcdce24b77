package io.github.servicefabric.imagestore;

import java.io.InterruptedIOException;

/**
 * An attempt that did not commit, and what that means.
 *
 * @param words what happened, for a message
 */
record AttemptFailure(int number, AttemptEnd end, Verdict verdict, String words) {
  private static final int LONGEST_WORDS = 600;

  static AttemptFailure of(Attempt attempt, AttemptEnd end) {
    if (end instanceof AttemptEnd.Answered answered) {
      Answer answer = answered.answer();
      return new AttemptFailure(attempt.number(), end, Verdicts.of(answer), answer.inWords());
    }
    Exception failure = ((AttemptEnd.Failed) end).failure();
    Verdict verdict = Verdicts.of(failure, attempt.sent(), attempt.askedForCertificate());
    return new AttemptFailure(
        attempt.number(), end, verdict, words(attempt, failure, verdict.work()));
  }

  /** Whether another token might have been let in. */
  boolean unauthorized() {
    return end instanceof AttemptEnd.Answered answered && answered.answer().status() == 401;
  }

  /** The failure as an exception of its own, to be the cause of another or suppressed by it. */
  Exception exception(Commit commit) {
    return end instanceof AttemptEnd.Answered answered
        ? FabricErrorException.ofAttempt(commit, number, answered.answer())
        : ((AttemptEnd.Failed) end).failure();
  }

  private static String words(Attempt attempt, Exception failure, Verdict.Work work) {
    String what = work == Verdict.Work.OPEN ? "no answer came from " : "no connection to ";
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
