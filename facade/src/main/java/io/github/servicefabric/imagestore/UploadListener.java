package io.github.servicefabric.imagestore;

/** Is told how far an upload has come. */
@FunctionalInterface
public interface UploadListener {
  /**
   * Called at most ten times a second, by one thread at a time, and once more at the end; what it
   * tells never goes back. The thread is one of those that send, so an implementation has to be
   * quick. What it throws is logged and changes nothing.
   *
   * @param progress how far the upload has come
   */
  void progressed(UploadProgress progress);
}
