package io.github.servicefabric.imagestore.internal.call;

/**
 * What the end of one attempt means for its call.
 *
 * @param work what the attempt can have done to the session
 * @param next where another attempt may do better
 * @param advice what the caller can do next
 */
public record Verdict(Work work, Next next, String advice) {

  /** What an attempt can have done to the session. */
  public enum Work {
    /** Nothing: no request can have reached the cluster. */
    UNREACHED,
    /** Nothing: the cluster answered, and this attempt committed nothing. */
    REFUSED,
    /** It may have committed the session, or may still do so. */
    OPEN
  }

  /** Where another attempt may do better. */
  public enum Next {
    /** Nowhere: it would end the same way. */
    NONE,
    /** At the same endpoint. */
    SAME_ENDPOINT,
    /** At the next endpoint, where there is one. */
    OTHER_ENDPOINT
  }

  boolean again() {
    return next != Next.NONE;
  }
}
