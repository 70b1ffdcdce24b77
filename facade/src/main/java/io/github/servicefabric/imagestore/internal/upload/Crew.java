package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.internal.call.Ending;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Those who do the work of one upload: the thread that conducts it, which works itself and so needs
 * no other, and as many helpers as the pace allows and the client's threads give.
 */
final class Crew {
  private final Work work;
  private final Executor threads;
  private final Calls calls;
  private final Pace pace;

  /** Helpers that were asked for and have not left. */
  private volatile int helpers;

  /** Pieces that are being done. */
  private int atWork;

  private @Nullable Throwable bug;

  Crew(Work work, Executor threads, Calls calls, Pace pace) {
    this.work = work;
    this.threads = threads;
    this.calls = calls;
    this.pace = pace;
  }

  /** Does all the work, and returns when nobody is at it any more. */
  void run() {
    boolean interrupted = false;
    boolean atOne = false;
    while (true) {
      Runnable piece = null;
      synchronized (this) {
        if (atOne) {
          atWork--;
          atOne = false;
        }
        if (!isEnding()) {
          piece = take();
        }
        if (piece == null && atWork == 0 && (isEnding() || work.isOver())) {
          break;
        }
        if (piece == null) {
          try {
            wait();
          } catch (InterruptedException e) {
            interrupted = true;
            calls.end(Ending.INTERRUPTED);
          }
          continue;
        }
      }
      perform(piece);
      atOne = true;
      if (Thread.currentThread().isInterrupted()) {
        calls.end(Ending.INTERRUPTED);
        // The flag would keep this thread from waiting for the others.
        interrupted = Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  private void help() {
    boolean atOne = false;
    while (true) {
      Runnable piece;
      synchronized (this) {
        if (atOne) {
          atWork--;
          notifyAll();
        }
        boolean needed =
            !isEnding() && helpers < pace.allowed() && !Thread.currentThread().isInterrupted();
        piece = needed ? take() : null;
        if (piece == null) {
          helpers--;
          notifyAll();
          return;
        }
      }
      perform(piece);
      atOne = true;
    }
  }

  private @Nullable Runnable take() {
    Runnable piece = work.next();
    if (piece != null) {
      atWork++;
    }
    return piece;
  }

  private void perform(Runnable piece) {
    pace.begins();
    try {
      hire();
      piece.run();
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        bug = bug == null ? e : bug;
      }
      calls.end(Ending.CANCELLED);
    } finally {
      pace.ends();
    }
  }

  /** Asks for one more helper; one that comes too late finds nothing to do. */
  private void hire() {
    if (helpers + 1 >= pace.allowed()) {
      return;
    }
    synchronized (this) {
      if (isEnding() || helpers + 1 >= pace.allowed()) {
        return;
      }
      helpers++;
    }
    try {
      threads.execute(this::help);
    } catch (RejectedExecutionException e) {
      synchronized (this) {
        helpers--;
      }
    }
  }

  private boolean isEnding() {
    if (calls.ending() == null && calls.deadline().isOver()) {
      calls.end(Ending.DEADLINE);
    }
    return calls.ending() != null;
  }

  private void rethrow() {
    if (bug instanceof Error error) {
      throw error;
    }
    if (bug != null) {
      throw (RuntimeException) bug;
    }
  }
}
