package io.github.servicefabric.imagestore;

/**
 * What the end of one attempt means for its call.
 *
 * @param work what the attempt can have done to the session
 * @param again whether another attempt may do better
 * @param reason why that is so
 * @param advice what the caller can do next
 */
record Verdict(Work work, boolean again, String reason, String advice) {

  /** What an attempt can have done to the session. */
  enum Work {
    /** Nothing: no request can have reached the cluster. */
    UNREACHED,
    /** Nothing: the cluster answered, and this attempt committed nothing. */
    REFUSED,
    /** It may have committed the session, or may still do so. */
    OPEN
  }
}
