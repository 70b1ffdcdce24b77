package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.OneLine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the log and the listener of attempts. Neither gets a header, a token or a body. */
final class AttemptReporter {
  static final String LOGGER = "io.github.servicefabric.imagestore";

  private static final int LONGEST_WORDS = 300;

  private final Logger logger = System.getLogger(LOGGER);
  private final @Nullable AttemptListener listener;

  AttemptReporter(@Nullable AttemptListener listener) {
    this.listener = listener;
  }

  /** Logs what is no attempt, and lets no failure of the log decide about a commit. */
  static void warn(String message, @Nullable Throwable thrown) {
    try {
      System.getLogger(LOGGER).log(Level.WARNING, message, thrown);
    } catch (Throwable e) {
      // The logger is what fails.
    }
  }

  void ended(
      Commit commit, Attempt attempt, AttemptEnd end, CommitProgress.Step next, Duration took) {
    Level level = next.pause() == null ? Level.DEBUG : Level.WARNING;
    if (listener == null && !isLoggable(level)) {
      return;
    }
    AttemptEvent event = AttemptEvent.of(commit, attempt, end, took);
    guarded(() -> logger.log(level, line(event, next)));
    if (listener != null) {
      guarded(() -> listener.attemptEnded(event));
    }
  }

  private boolean isLoggable(Level level) {
    try {
      return logger.isLoggable(level);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** What fails here must not decide about a commit; in a thread of ours it would be lost, too. */
  private void guarded(Runnable report) {
    try {
      report.run();
    } catch (Throwable e) {
      warn("An attempt could not be reported; the commit goes on", e);
    }
  }

  private static String line(AttemptEvent event, CommitProgress.Step next) {
    Exception failure = event.failure();
    String result =
        failure == null
            ? "HTTP " + event.statusCode() + (event.code().isEmpty() ? "" : " " + event.code())
            : failure.toString();
    return "Commit of upload session "
        + event.sessionId()
        + " at "
        + event.endpoint()
        + ", attempt "
        + event.number()
        + ": "
        + OneLine.of(result, LONGEST_WORDS)
        + " after "
        + event.duration().toMillis()
        + " ms (request id "
        + event.requestId()
        + ")"
        + (next.pause() == null ? "" : "; next attempt in " + next.pause().toMillis() + " ms");
  }
}
