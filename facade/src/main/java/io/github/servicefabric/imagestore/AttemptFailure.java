package io.github.servicefabric.imagestore;

import java.io.InterruptedIOException;

/**
 * An attempt that did not commit, and what that means.
 *
 * @param sent whether its request may have gone out
 */
record AttemptFailure(Attempt attempt, AttemptEnd end, boolean sent, Verdict verdict) {
  private static final int LONGEST_WORDS = 600;

  static AttemptFailure of(Attempt attempt, AttemptEnd end) {
    boolean sent = attempt.sent();
    Verdict verdict =
        end instanceof AttemptEnd.Answered answered
            ? Verdicts.of(answered.answer())
            : Verdicts.of(((AttemptEnd.Failed) end).failure(), sent);
    return new AttemptFailure(attempt, end, sent, verdict);
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
    Exception failure = ((AttemptEnd.Failed) end).failure();
    String what = sent ? "no answer came from " : "no connection to ";
    // The words with which OkHttp says that the limit of a call is over.
    boolean outOfTime =
        failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage());
    String why =
        outOfTime
            ? " within " + attempt.limit().toMillis() + " ms"
            : " (" + OneLine.of(failure.toString(), LONGEST_WORDS) + ")";
    return what + attempt.endpoint() + why;
  }
}
