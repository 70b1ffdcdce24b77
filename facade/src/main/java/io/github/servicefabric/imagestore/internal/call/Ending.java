package io.github.servicefabric.imagestore.internal.call;

/** Why a call ends before its attempts do. */
public enum Ending {
  INTERRUPTED("the calling thread was interrupted"),
  CANCELLED("its future was completed or cancelled by the caller"),
  CLOSED("the client was closed"),
  DEADLINE("its deadline passed"),
  RETRY_TOO_LATE(
      "the cluster asked to wait for more than 30 minutes, longer than an upload session lives"),
  GAVE_WAY("the cluster is busy, and others of the same upload go first");

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
