package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.internal.upload.Calls.GaveWay;

/**
 * The look at what the path has before the commit, which compares it with what is there afterwards.
 * It is taken beside the parts, for it keeps none waiting. Guarded by its own lock.
 */
final class PathLook {
  private final Upload upload;
  private final Commit commit;
  private boolean wanted;
  private boolean underWay;

  PathLook(Upload upload, Commit commit) {
    this.upload = upload;
    this.commit = commit;
  }

  synchronized void want() {
    wanted = true;
  }

  synchronized boolean isUnderWay() {
    return underWay;
  }

  /** Whether the caller is to look now. */
  synchronized boolean begin() {
    if (!wanted || underWay || upload.pace.isTooMany()) {
      return false;
    }
    underWay = true;
    return true;
  }

  /** Looks while parts are under way: what is refused for being too much is asked for later. */
  void besideTheParts() {
    boolean again = false;
    try {
      commit.rememberGivingWay();
    } catch (GaveWay e) {
      again = true;
    } catch (ImageStoreException e) {
      again = Failures.mayPass(e) && upload.calls.ending() == null;
      if (!again) {
        throw e;
      }
    } finally {
      end(again);
    }
  }

  private synchronized void end(boolean again) {
    underWay = false;
    wanted = again;
  }

  /** Looks where it has not been done; what it fails with now counts. */
  void beforeTheCommit() {
    synchronized (this) {
      if (!wanted) {
        return;
      }
      wanted = false;
    }
    commit.remember();
  }
}
