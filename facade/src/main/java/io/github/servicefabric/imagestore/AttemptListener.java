package io.github.servicefabric.imagestore;

/** Is told of each attempt of each call, for metrics. */
@FunctionalInterface
public interface AttemptListener {
  /**
   * Called when an attempt has ended, before its call ends or the next attempt starts. The thread
   * is the caller's own for a synchronous call, and one of the client's for an asynchronous one, or
   * whichever cancels the call or closes the client; several may call at once, so an implementation
   * has to be quick and safe for use by several threads. What it throws is logged and changes
   * nothing.
   *
   * @param event the facts of the attempt
   */
  void attemptEnded(AttemptEvent event);
}
