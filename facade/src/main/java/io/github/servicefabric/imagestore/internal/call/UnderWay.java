package io.github.servicefabric.imagestore.internal.call;

/** A call that may be ended from outside. */
public interface UnderWay {
  /** Ends it early; the first reason counts. May be called by any thread. */
  void end(Ending why);
}
