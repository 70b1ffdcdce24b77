package io.github.servicefabric.imagestore.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest requests, and what all of them come to. Thread-safe. */
final class RequestLog {
  private final Deque<SeenRequest> kept = new ArrayDeque<>();
  private int most = 5000;
  private long begun;
  private long seen;
  private long bodyBytes;

  synchronized void keep(int requests) {
    most = requests;
    dropOldest();
  }

  /** The number of a request that comes. */
  synchronized long begin() {
    return ++begun;
  }

  synchronized void add(SeenRequest request) {
    seen++;
    bodyBytes += request.bodySize();
    kept.add(request);
    dropOldest();
  }

  /** Counts what is read after the answer. */
  synchronized void addBytes(long count) {
    bodyBytes += count;
  }

  private void dropOldest() {
    while (kept.size() > most) {
      kept.remove();
    }
  }

  synchronized List<SeenRequest> kept() {
    return List.copyOf(kept);
  }

  synchronized long seen() {
    return seen;
  }

  synchronized long bodyBytes() {
    return bodyBytes;
  }
}
