package io.github.servicefabric.imagestore;

/** Why a call ends before its attempts do. */
enum Ending {
  INTERRUPTED("the calling thread was interrupted"),
  CANCELLED("its future was completed or cancelled by the caller"),
  CLOSED("the client was closed"),
  DEADLINE("its deadline passed");

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
