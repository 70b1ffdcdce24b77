package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.UploadListener;
import io.github.servicefabric.imagestore.UploadProgress;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Adds up what is done and tells a listener of it, which hears of nothing twice or backwards. */
final class ProgressMeter {
  private static final long BETWEEN_NANOS = Duration.ofMillis(100).toNanos();

  /** How much the newest tenth of a second counts in the rate. */
  private static final double NEWEST = 0.1;

  private final @Nullable UploadListener listener;
  private final Calls calls;
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final ReentrantLock telling = new ReentrantLock();
  private long bytesTotal;
  private int filesTotal;
  private volatile int filesDone;
  private volatile boolean begun;
  private volatile long lastNanos;
  private long shown;
  private int shownFiles;
  private double rate;
  private boolean warned;

  ProgressMeter(@Nullable UploadListener listener, Calls calls) {
    this.listener = listener;
    this.calls = calls;
    this.lastNanos = calls.nanoTime();
  }

  void expect(long bytes, int files) {
    bytesTotal = bytes;
    filesTotal = files;
  }

  /** Bytes of a body were taken, or, where negative, are no longer under way. */
  void underWay(long bytes) {
    underWay.addAndGet(bytes);
    if (listener == null) {
      return;
    }
    long now = calls.nanoTime();
    if (!begun) {
      // What went before, such as connecting, tells nothing of the rate.
      begun = true;
      lastNanos = now;
    } else if (now - lastNanos >= BETWEEN_NANOS) {
      tell(false);
    }
  }

  /** The image store has them, or, where negative, has lost them. */
  void confirmed(long bytes) {
    confirmed.addAndGet(bytes);
  }

  /** Was there before anything was sent, so it tells nothing of the rate. */
  void resumed(long bytes) {
    telling.lock();
    try {
      shown += bytes;
    } finally {
      telling.unlock();
    }
  }

  synchronized void fileDone() {
    filesDone++;
  }

  /** A file that was done has to be sent once more. */
  synchronized void undone(long bytes) {
    filesDone--;
    confirmed(-bytes);
  }

  void end() {
    if (listener != null) {
      tell(true);
    }
  }

  private void tell(boolean last) {
    if (last) {
      telling.lock();
    } else if (!telling.tryLock()) {
      return;
    }
    try {
      long now = calls.nanoTime();
      long nanos = now - lastNanos;
      if (last || nanos >= BETWEEN_NANOS) {
        lastNanos = now;
        tell(nanos);
      }
    } finally {
      telling.unlock();
    }
  }

  private void tell(long nanos) {
    long done = Math.min(bytesTotal, Math.max(shown, confirmed.get() + underWay.get()));
    if (nanos > 0) {
      double newest = (done - shown) * 1e9 / nanos;
      rate = rate == 0 ? newest : rate + NEWEST * (newest - rate);
    }
    shown = done;
    shownFiles = Math.max(shownFiles, filesDone);
    long perSecond = (long) rate;
    Optional<Duration> remaining =
        perSecond == 0
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds((bytesTotal - done) / perSecond));
    try {
      listener.progressed(
          new UploadProgress(done, bytesTotal, shownFiles, filesTotal, perSecond, remaining));
    } catch (Throwable e) {
      warn(e);
    }
  }

  private void warn(Throwable thrown) {
    if (warned) {
      return;
    }
    warned = true;
    try {
      System.getLogger("io.github.servicefabric.imagestore")
          .log(Level.WARNING, "The progress could not be told; the upload goes on", thrown);
    } catch (Throwable e) {
      // The logger is what fails.
    }
  }
}
