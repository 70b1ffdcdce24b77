package io.github.servicefabric.imagestore.internal.upload;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done, in pieces that may be done at once. Its methods are called under one lock.
 */
interface Work {
  /** The next piece; null where there is none for now. What it throws ends the upload. */
  @Nullable Runnable next();

  /** Whether nothing is left to do and nothing is being done. */
  boolean isOver();
}
