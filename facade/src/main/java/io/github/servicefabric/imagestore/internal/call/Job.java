package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.ImageStoreException;

/** What one call of the API's does: one operation or several. */
public interface Job<T> extends UnderWay {
  /**
   * Does it, once, on this thread.
   *
   * @throws ImageStoreException where it did not end in success
   */
  T run();

  /** What it comes to where it is ended before it was run. */
  ImageStoreException outcome();

  Deadline deadline();
}
