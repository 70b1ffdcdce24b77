package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.AttemptEvent;
import io.github.servicefabric.imagestore.UploadResult;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the upload of one file took. Safe for use by several threads. */
final class Tally {
  private final Upload upload;
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger parts = new AtomicInteger();
  private final AtomicLong bytesSent = new AtomicLong();
  private volatile long bytesResumed;
  private volatile boolean begun;
  private volatile long startNanos;

  Tally(Upload upload) {
    this.upload = upload;
  }

  /** A file that gave way begins again, but not its time. */
  void begin() {
    if (!begun) {
      begun = true;
      startNanos = upload.calls.nanoTime();
    }
  }

  void heard(AttemptEvent event) {
    attempts.incrementAndGet();
    bytesSent.addAndGet(event.bytes());
    // What did not get through is no longer under way; what did is confirmed.
    upload.progress.underWay(-event.bytes());
    upload.pace.heard(event, upload.calls.nanoTime());
  }

  void partSent() {
    parts.incrementAndGet();
  }

  /** It gave way to others, and is to be sent later. */
  void partGaveWay() {
    parts.decrementAndGet();
  }

  void resumed(long bytes) {
    bytesResumed = bytes;
  }

  boolean anySent() {
    return parts.get() > 0;
  }

  int attempts() {
    return attempts.get();
  }

  void addTo(UploadResult.Builder result) {
    result
        .sent(parts.get(), bytesSent.get(), bytesResumed, attempts.get())
        .duration(upload.calls.since(startNanos));
  }
}
