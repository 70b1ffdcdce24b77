package io.github.servicefabric.imagestore.testing;

import java.util.Map;
import java.util.TreeMap;

/** The parts of a file that have not come yet: ascending, disjoint, both ends inclusive. */
final class Gaps {
  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  /** One gap over a whole file of this size; none where it is empty. */
  Gaps(long size) {
    if (size > 0) {
      lastByFirst.put(0L, size - 1);
    }
  }

  boolean isEmpty() {
    return lastByFirst.isEmpty();
  }

  /** Fills a range that lies wholly in one gap; otherwise nothing changes, and this is false. */
  boolean fill(long first, long last) {
    Map.Entry<Long, Long> gap = lastByFirst.floorEntry(first);
    if (gap == null || last < first || gap.getValue() < last) {
      return false;
    }
    if (gap.getKey() < first) {
      lastByFirst.put(gap.getKey(), first - 1);
    } else {
      lastByFirst.remove(first);
    }
    if (last < gap.getValue()) {
      lastByFirst.put(last + 1, gap.getValue());
    }
    return true;
  }

  /** First and last position of each gap. */
  Map<Long, Long> ranges() {
    return new TreeMap<>(lastByFirst);
  }
}
