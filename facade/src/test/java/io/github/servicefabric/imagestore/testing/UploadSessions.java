package io.github.servicefabric.imagestore.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The sessions that the primary replica has in memory, and the files that the image store has for
 * good.
 */
final class UploadSessions {
  static final Duration LIFE = Duration.ofMinutes(30);

  /** What a commit comes to. */
  enum Result {
    COMMITTED,
    CHUNK_MISSING,
    NOT_FOUND,
    PENDING
  }

  private static final class Session {
    boolean complete;
    boolean otherCommitRuns;
    Duration lastChunk;

    Session(boolean complete, Duration lastChunk) {
      this.complete = complete;
      this.lastChunk = lastChunk;
    }
  }

  private final Map<UUID, Session> remembered = new HashMap<>();
  private final Set<UUID> committed = new HashSet<>();
  private Duration now = Duration.ZERO;

  void open(UUID id, boolean complete) {
    remembered.put(id, new Session(complete, now));
  }

  void receiveLastChunk(UUID id) {
    Session session = existing(id);
    session.complete = true;
    session.lastChunk = now;
  }

  void otherCommit(UUID id, boolean runs) {
    existing(id).otherCommitRuns = runs;
  }

  void forgetAll() {
    remembered.clear();
  }

  void passTime(Duration time) {
    now = now.plus(time);
    remembered.values().removeIf(session -> now.minus(session.lastChunk).compareTo(LIFE) > 0);
  }

  boolean isCommitted(UUID id) {
    return committed.contains(id);
  }

  Result commit(UUID id) {
    Session session = remembered.get(id);
    if (session == null) {
      return Result.NOT_FOUND;
    }
    if (session.otherCommitRuns) {
      return Result.PENDING;
    }
    if (!session.complete) {
      return Result.CHUNK_MISSING;
    }
    committed.add(id);
    return Result.COMMITTED;
  }

  private Session existing(UUID id) {
    Session session = remembered.get(id);
    if (session == null) {
      throw new IllegalArgumentException("there is no upload session " + id);
    }
    return session;
  }
}
