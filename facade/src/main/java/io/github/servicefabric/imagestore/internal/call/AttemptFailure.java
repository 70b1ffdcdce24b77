package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.generated.model.FabricErrorCodes;
import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Answered;
import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Failed;
import io.github.servicefabric.imagestore.internal.http.Attempt;
import io.github.servicefabric.imagestore.internal.http.TokenException;
import io.github.servicefabric.imagestore.internal.tls.OneLine;
import io.github.servicefabric.imagestore.internal.tls.TlsAlert;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;

/** An attempt without success, and what that means. */
record AttemptFailure(Attempt attempt, AttemptEnd<?> end, Verdict verdict) {
  private static final int LONGEST_WORDS = 600;

  static AttemptFailure of(Operation<?> operation, Attempt attempt, AttemptEnd<?> end) {
    Verdict verdict =
        end instanceof Failed<?> failed
            ? FailureVerdicts.of(
                decisive(attempt, failed), attempt.sent(), attempt.askedForCertificate())
            : Verdicts.of(operation.rows().get(), ((Answered<?>) end).answer());
    return new AttemptFailure(attempt, end, Surroundings.of(attempt, end, verdict));
  }

  private static Exception decisive(Attempt attempt, Failed<?> failed) {
    return attempt.sent() ? failed.failure() : FailureVerdicts.decisive(failed.failure());
  }

  boolean isAnswer(int status, FabricErrorCodes code) {
    return end instanceof Answered<?> answered
        && answered.answer().status() == status
        && answered.answer().code().equals(code.value());
  }

  boolean isOpen() {
    return verdict.work() == Verdict.Work.OPEN;
  }

  /** Whether the name of the host, or of the proxy before it, could not be resolved. */
  boolean isUnknownName() {
    return end instanceof Failed<?> failed
        && decisive(attempt, failed) instanceof UnknownHostException;
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
    return end instanceof Answered<?> answered ? answered.answer().status() : 0;
  }

  /** What happened, for a message. */
  String words() {
    if (end instanceof Answered<?> answered) {
      return answered.answer().inWords() + Surroundings.through(attempt);
    }
    Exception failure = decisive(attempt, (Failed<?>) end);
    String what =
        verdict.work() == Verdict.Work.OPEN ? "no answer came from " : "no connection to ";
    if (failure instanceof TokenException) {
      what = "no token for ";
    }
    return what + attempt.endpoint() + Surroundings.through(attempt) + why(failure);
  }

  private String why(Exception failure) {
    if (attempt.tooLateToConnect()) {
      return " within the time for connecting";
    }
    if (attempt.stalled()) {
      return " (it took no byte for " + attempt.stallLimit().toMillis() + " ms)";
    }
    if (attempt.outOfTime()) {
      return " within " + attempt.limit().toMillis() + " ms";
    }
    // The words with which OkHttp says that the limit of a call is over.
    if (failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage())) {
      return " within " + attempt.limit().toMillis() + " ms";
    }
    Exception alert = TlsAlert.in(failure);
    return " (" + OneLine.of((alert == null ? failure : alert).toString(), LONGEST_WORDS) + ")";
  }
}
