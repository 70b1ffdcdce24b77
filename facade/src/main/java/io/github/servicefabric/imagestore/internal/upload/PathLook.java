package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ImageStoreException;

/**
 * The look at what the path has before the commit, which compares it with what is there afterwards.
 * It is taken beside the question that comes before a commit, so that it takes no time of its own.
 * Guarded by its own lock.
 */
final class PathLook {
  private final Commit commit;
  private boolean wanted;
  private boolean underWay;

  PathLook(Commit commit) {
    this.commit = commit;
  }

  synchronized void want() {
    wanted = true;
  }

  synchronized boolean isUnderWay() {
    return underWay;
  }

  /** Whether the caller is to take it now. */
  synchronized boolean begin() {
    if (!wanted) {
      return false;
    }
    wanted = false;
    underWay = true;
    return true;
  }

  void take() {
    try {
      commit.remember();
    } catch (ImageStoreException e) {
      // Without it a commit whose answer is lost may stay unknown, which is no reason to make none.
      if (!Failures.mayPass(e)) {
        throw e;
      }
    } finally {
      synchronized (this) {
        underWay = false;
      }
    }
  }
}
