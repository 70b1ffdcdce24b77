package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.ImageStoreUnreachableException;
import io.github.servicefabric.imagestore.OutcomeUnknownException;
import io.github.servicefabric.imagestore.SourceChangedException;
import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Answered;
import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Failed;
import io.github.servicefabric.imagestore.internal.call.Operation.Effect;
import io.github.servicefabric.imagestore.internal.call.SessionLook.Explanation;
import io.github.servicefabric.imagestore.internal.call.Verdict.Work;
import io.github.servicefabric.imagestore.internal.http.Answer;
import io.github.servicefabric.imagestore.internal.http.SourceException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the failed attempts of a call add up to. */
final class Outcome {
  private final Operation<?> operation;
  private final CallSettings settings;
  private final int attempts;
  private final String because;

  private Outcome(
      Operation<?> operation, CallSettings settings, int attempts, @Nullable Ending ending) {
    this.operation = operation;
    this.settings = settings;
    this.attempts = attempts;
    this.because = ending == null ? "" : "; " + ending.words();
  }

  /**
   * One open attempt leaves the call open, for only a 200 settles it: an error that comes later is
   * as likely where the earlier attempt succeeded and its session was forgotten. Without one, any
   * answer means that the cluster refused. A call that ended before it was run has no failure.
   */
  static ImageStoreException of(
      Operation<?> operation,
      CallSettings settings,
      int attempts,
      List<AttemptFailure> failures,
      @Nullable Ending ending,
      @Nullable Explanation explanation) {
    Outcome outcome = new Outcome(operation, settings, attempts, ending);
    if (failures.isEmpty()) {
      return outcome.unreached("nothing was sent", Advice.CALL_AGAIN, null);
    }
    AttemptFailure open = last(failures, failure -> failure.verdict().work() == Work.OPEN);
    AttemptFailure refused =
        operation.effect() == Effect.NONE
            // To a question, whatever was answered is no.
            ? last(failures, failure -> failure.end() instanceof Answered<?>)
            : last(failures, failure -> failure.verdict().work() == Work.REFUSED);
    AttemptFailure told = failures.get(failures.size() - 1);
    ImageStoreException exception;
    if (told.end() instanceof Failed<?> failed
        && failed.failure() instanceof SourceException changed) {
      exception = outcome.unreadable(changed);
    } else if (open != null && operation.effect() != Effect.NONE) {
      exception = outcome.unknown(told, open);
    } else if (refused != null) {
      told = refused;
      exception = outcome.refused(refused, explanation);
    } else {
      exception =
          outcome.unreached(
              told.words(), Advice.of(told.verdict(), operation), outcome.exception(told));
    }
    for (AttemptFailure failure : failures) {
      if (failure != told) {
        exception.addSuppressed(outcome.exception(failure));
      }
    }
    return exception;
  }

  private ImageStoreException unknown(AttemptFailure told, AttemptFailure open) {
    return new OutcomeUnknownException(
        message("outcome unknown, " + told.words() + because, next(told, open), attempts),
        facts(attempts),
        exception(told));
  }

  private String next(AttemptFailure told, AttemptFailure open) {
    // What is in the way now comes first; without that, what left the outcome open says what to do.
    boolean inTheWay = told.verdict().work() == Work.REFUSED && !told.verdict().again();
    if (operation.effect() != Effect.COMMIT) {
      return inTheWay
          ? Advice.of(told.verdict(), operation) + " " + Advice.CALL_AGAIN
          : Advice.CALL_AGAIN;
    }
    if (told.speaksOfTheSession()) {
      return Advice.LOOK;
    }
    return (inTheWay ? told.verdict().advice() + Advice.THEN_AGAIN : open.verdict().advice())
        + Advice.SAFE;
  }

  private ImageStoreException refused(AttemptFailure failure, @Nullable Explanation explanation) {
    return answered(
        failure, operation.undone() + ", " + failure.words() + because, attempts, explanation);
  }

  private ImageStoreException unreadable(SourceException failure) {
    return new SourceChangedException(
        message(
            operation.undone() + ", " + failure.file() + " changed: " + failure.change(),
            Advice.SOURCE,
            attempts),
        facts(attempts),
        failure.file(),
        failure.change(),
        failure.getCause());
  }

  private ImageStoreException unreached(String what, String next, @Nullable Exception cause) {
    return new ImageStoreUnreachableException(
        message(operation.undone() + ", " + what + because, next, attempts),
        facts(attempts),
        cause);
  }

  /** A failure as an exception of its own, to be the cause of another or suppressed by it. */
  private Exception exception(AttemptFailure failure) {
    if (failure.end() instanceof Answered<?>) {
      int number = failure.attempt().number();
      return answered(
          failure, "attempt " + number + " was answered " + failure.words(), number, null);
    }
    return ((Failed<?>) failure.end()).failure();
  }

  private FabricErrorException answered(
      AttemptFailure failure, String what, int upTo, @Nullable Explanation explanation) {
    Answer answer = ((Answered<?>) failure.end()).answer();
    String advice =
        explanation == null ? Advice.of(failure.verdict(), operation) : explanation.advice();
    return new FabricErrorException(
        message(what, advice, upTo),
        facts(upTo),
        answer.status(),
        answer.code(),
        answer.message(),
        answer.challenge(),
        explanation == null ? List.of() : explanation.missingRanges());
  }

  private String message(String what, String next, int upTo) {
    String subject = operation.subject().words();
    // Of the length that it will have: growing costs an error answer more than reading it.
    return new StringBuilder(subject.length() + what.length() + next.length() + 100)
        .append(Character.toUpperCase(subject.charAt(0)))
        .append(subject, 1, subject.length())
        .append(": ")
        .append(what)
        .append(" (request id ")
        .append(settings.requestId())
        .append(", ")
        .append(upTo)
        .append(upTo == 1 ? " attempt). " : " attempts). ")
        .append(next)
        .toString();
  }

  private ImageStoreException.Facts facts(int upTo) {
    return ImageStoreException.Facts.of(operation.id(), settings.requestId())
        .attempts(upTo)
        .sessionId(operation.subject().sessionId())
        .storePath(operation.subject().storePath());
  }

  private static @Nullable AttemptFailure last(
      List<AttemptFailure> failures, Predicate<AttemptFailure> which) {
    AttemptFailure last = null;
    for (AttemptFailure failure : failures) {
      if (which.test(failure)) {
        last = failure;
      }
    }
    return last;
  }
}
