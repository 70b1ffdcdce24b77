package io.github.servicefabric.imagestore.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A session as the primary replica has it in memory; its path is kept as it was sent. */
final class UploadSession {
  private final UUID id;
  private final String path;
  private final long total;
  private final Gaps gaps;
  private final TreeMap<Long, Received> chunks = new TreeMap<>();
  private boolean reachesBeyondItsEnd;
  private Instant modified;

  UploadSession(UUID id, String path, long total, Instant now) {
    this.id = id;
    this.path = path;
    this.total = total;
    this.gaps = new Gaps(total);
    this.modified = now;
  }

  UUID id() {
    return id;
  }

  String path() {
    return path;
  }

  long total() {
    return total;
  }

  Instant modified() {
    return modified;
  }

  /** The first chunk is not compared with anything, so its last position may equal the total. */
  void takeFirst(ContentRange range, Received body, Instant now) {
    reachesBeyondItsEnd = total > 0 && range.last() == total;
    gaps.fill(range.first(), Math.min(range.last(), total - 1));
    keep(range, body, now);
  }

  /** False where the range is not wholly in one that is missing. */
  boolean takeNext(ContentRange range, Received body, Instant now) {
    boolean taken = total == 0 || gaps.fill(range.first(), range.last());
    if (taken) {
      keep(range, body, now);
    }
    return taken;
  }

  private void keep(ContentRange range, Received body, Instant now) {
    body.sha256();
    chunks.put(range.first(), body);
    modified = now;
  }

  void fillWithZeros(boolean hashing, Instant now) {
    gaps.ranges()
        .forEach(
            (first, last) ->
                takeNext(
                    new ContentRange(first, last, total),
                    Received.zeros(last - first + 1, hashing),
                    now));
  }

  /** An empty file is never complete: that is why it cannot be sent in chunks. */
  boolean isComplete() {
    return total > 0 && gaps.isEmpty() && !reachesBeyondItsEnd;
  }

  /** What has not come, as the session reports it. */
  Map<Long, Long> expectedRanges() {
    return total == 0 ? Map.of(0L, 0L) : gaps.ranges();
  }

  /** The bodies joined in the order of their ranges, whatever their lengths were. */
  Content joined() {
    List<Content.Part> parts = new ArrayList<>();
    long offset = 0;
    for (Received chunk : chunks.values()) {
      parts.add(chunk.part(offset));
      offset += chunk.length();
    }
    return new Content(parts);
  }
}
