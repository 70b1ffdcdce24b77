package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.internal.http.Answer;

/** How an attempt ended. */
sealed interface AttemptEnd<T> {
  /** With success. */
  record Done<T>(int status, T value) implements AttemptEnd<T> {}

  /** With any other answer. */
  record Answered<T>(Answer answer) implements AttemptEnd<T> {}

  /** With no answer. */
  record Failed<T>(Exception failure) implements AttemptEnd<T> {}
}
