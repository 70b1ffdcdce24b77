package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.internal.http.Answer;
import io.github.servicefabric.imagestore.internal.http.Attempt;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** How an attempt ended. */
sealed interface AttemptEnd<T> {
  /** With success. */
  record Done<T>(int status, T value) implements AttemptEnd<T> {}

  /** With any other answer. */
  record Answered<T>(Answer answer) implements AttemptEnd<T> {}

  /** With no answer. */
  record Failed<T>(Exception failure) implements AttemptEnd<T> {
    /** What a limit of ours ended looks like a connection that somebody closed. */
    static <T> Failed<T> of(IOException failure, Attempt attempt) {
      if (!attempt.stalled() && !attempt.outOfTime()) {
        return new Failed<>(failure);
      }
      SocketTimeoutException late =
          new SocketTimeoutException(
              attempt.stalled()
                  ? "no byte was taken for " + attempt.stallLimit().toMillis() + " ms"
                  : "no answer came within " + attempt.limit().toMillis() + " ms");
      late.initCause(failure);
      return new Failed<>(late);
    }
  }
}
