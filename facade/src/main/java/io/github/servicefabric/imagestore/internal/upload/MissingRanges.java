package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ByteRange;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is still to be sent of a file, cut into parts as they are taken. Not safe by itself. */
final class MissingRanges {
  private final Deque<ByteRange> ranges = new ArrayDeque<>();
  private long bytes;

  void set(Collection<ByteRange> missing) {
    ranges.clear();
    ranges.addAll(missing);
    bytes = missing.stream().mapToLong(ByteRange::length).sum();
  }

  long bytes() {
    return bytes;
  }

  /** Takes the next part; null where nothing is left. */
  @Nullable ByteRange take(long most) {
    ByteRange next = ranges.pollFirst();
    if (next == null) {
      return null;
    }
    bytes -= Math.min(most, next.length());
    if (next.length() <= most) {
      return next;
    }
    long cut = next.first() + most;
    ranges.addFirst(new ByteRange(cut, next.last(), next.total()));
    return new ByteRange(next.first(), cut - 1, next.total());
  }

  void putBack(ByteRange part) {
    ranges.addFirst(part);
    bytes += part.length();
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }
}
