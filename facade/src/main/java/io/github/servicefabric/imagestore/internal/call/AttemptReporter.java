package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.AttemptEvent;
import io.github.servicefabric.imagestore.AttemptListener;
import io.github.servicefabric.imagestore.internal.http.Attempt;
import io.github.servicefabric.imagestore.internal.http.Timing;
import io.github.servicefabric.imagestore.internal.tls.OneLine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the log and the listener of attempts. Neither gets a header, a token or a body. */
public final class AttemptReporter {
  static final String LOGGER = "io.github.servicefabric.imagestore";

  private static final int LONGEST_WORDS = 300;

  private final Logger logger;
  private final @Nullable AttemptListener listener;
  private final Timing timing;

  public AttemptReporter(@Nullable AttemptListener listener, Timing timing) {
    this(System.getLogger(LOGGER), listener, timing);
  }

  private AttemptReporter(Logger logger, @Nullable AttemptListener listener, Timing timing) {
    this.logger = logger;
    this.listener = listener;
    this.timing = timing;
  }

  /** One that tells another listener first. */
  AttemptReporter heardBy(AttemptListener first) {
    AttemptListener then = listener;
    return new AttemptReporter(
        logger,
        event -> {
          first.attemptEnded(event);
          if (then != null) {
            then.attemptEnded(event);
          }
        },
        timing);
  }

  void ended(
      Operation<?> operation,
      CallSettings settings,
      Attempt attempt,
      AttemptEnd<?> end,
      @Nullable Duration pause) {
    Level level = pause == null ? Level.DEBUG : Level.WARNING;
    boolean isLogged = isLoggable(level);
    if (listener == null && !isLogged) {
      return;
    }
    AttemptEvent event = event(operation, settings, attempt, end);
    // What fails here must not decide about a call; in a thread of ours it would be lost, too. The
    // log names the method that writes a line, so it is written here and in no lambda.
    try {
      if (isLogged) {
        logger.log(level, line(operation, event, pause));
      }
    } catch (Throwable e) {
      notReported(e);
    }
    if (listener != null) {
      try {
        listener.attemptEnded(event);
      } catch (Throwable e) {
        notReported(e);
      }
    }
  }

  private AttemptEvent event(
      Operation<?> operation, CallSettings settings, Attempt attempt, AttemptEnd<?> end) {
    AttemptEvent.Builder event =
        AttemptEvent.builder(operation.id(), attempt.endpoint().toString(), settings.requestId())
            .number(attempt.number())
            .sessionId(operation.subject().sessionId())
            .storePath(operation.subject().storePath())
            .connectionReused(attempt.sent() && attempt.way().isReused())
            .bytes(attempt.bytes())
            .duration(Duration.ofNanos(timing.nanoTime() - attempt.startNanos()));
    if (end instanceof AttemptEnd.Answered<?> answered) {
      event.statusCode(answered.answer().status()).code(answered.answer().code());
    } else if (end instanceof AttemptEnd.Failed<?> failed) {
      event.failure(failed.failure());
    } else {
      event.statusCode(((AttemptEnd.Done<?>) end).status());
    }
    return event.build();
  }

  private boolean isLoggable(Level level) {
    try {
      return logger.isLoggable(level);
    } catch (Throwable e) {
      return false;
    }
  }

  private static String line(Operation<?> operation, AttemptEvent event, @Nullable Duration pause) {
    Exception failure = event.failure();
    String result =
        failure == null
            ? "HTTP " + event.statusCode() + (event.code().isEmpty() ? "" : " " + event.code())
            : failure.toString();
    return operation.deed()
        + " of "
        + operation.subject().words()
        + " at "
        + event.endpoint()
        + ", attempt "
        + event.number()
        + ": "
        + OneLine.of(result, LONGEST_WORDS)
        + (event.connectionReused() ? " on a used connection" : "")
        + " after "
        + event.duration().toMillis()
        + " ms (request id "
        + event.requestId()
        + ")"
        + (pause == null ? "" : "; next attempt in " + pause.toMillis() + " ms");
  }

  private static void notReported(Throwable thrown) {
    try {
      System.getLogger(LOGGER)
          .log(Level.WARNING, "An attempt could not be reported; the call goes on", thrown);
    } catch (Throwable e) {
      // The logger is what fails.
    }
  }
}
