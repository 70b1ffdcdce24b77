package io.github.servicefabric.imagestore.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sessions that the primary replica has in memory. */
final class UploadSessions {
  private static final Duration LIFE = Duration.ofMinutes(30);

  /** What becomes of a chunk. */
  enum Chunk {
    TAKEN,
    OTHER_PATH,
    OTHER_TOTAL,
    NOT_MISSING
  }

  private final Map<UUID, UploadSession> remembered = new LinkedHashMap<>();

  /** Takes a chunk; the first one makes the session. */
  Chunk take(UUID id, String path, ContentRange range, Received body, Instant now) {
    UploadSession session = remembered.get(id);
    if (session == null) {
      UploadSession made = new UploadSession(id, path, range.total(), now);
      made.takeFirst(range, body, now);
      remembered.put(id, made);
      return Chunk.TAKEN;
    }
    if (!session.path().equals(path)) {
      return Chunk.OTHER_PATH;
    }
    if (session.total() != range.total()) {
      return Chunk.OTHER_TOTAL;
    }
    return session.takeNext(range, body, now) ? Chunk.TAKEN : Chunk.NOT_MISSING;
  }

  @Nullable UploadSession byId(UUID id) {
    return remembered.get(id);
  }

  /** Only the exact spelling finds a session. */
  List<UploadSession> byPath(String path) {
    return remembered.values().stream().filter(session -> session.path().equals(path)).toList();
  }

  boolean delete(UUID id) {
    return remembered.remove(id) != null;
  }

  void forgetAll() {
    remembered.clear();
  }

  void expire(Instant now) {
    remembered.values().removeIf(s -> Duration.between(s.modified(), now).compareTo(LIFE) > 0);
  }
}
