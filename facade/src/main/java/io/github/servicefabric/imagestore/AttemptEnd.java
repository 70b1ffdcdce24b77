package io.github.servicefabric.imagestore;

import okhttp3.Response;

/** How an attempt ended. */
sealed interface AttemptEnd {
  /** With a 200. */
  record Committed() implements AttemptEnd {
    static final Committed INSTANCE = new Committed();
  }

  /** With any other answer. */
  record Answered(Answer answer) implements AttemptEnd {}

  /** With no answer. */
  record Failed(Exception failure) implements AttemptEnd {}

  /** A 200 counts as soon as it is there: neither its headers nor its body can take it back. */
  static AttemptEnd of(Response response) {
    return response.code() == 200 ? Committed.INSTANCE : new Answered(AnswerReader.read(response));
  }
}
