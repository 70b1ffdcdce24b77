package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the files of one upload share. */
final class Upload {
  final Calls calls;
  final UploadOptions options;
  final boolean ownTimeout;
  final Pace pace;
  final ProgressMeter progress;

  /** Whether the cluster was found to have none, as on Linux. */
  volatile boolean withoutSessions;

  /** What bodies are read into, those that are not in use. */
  final Queue<ByteBuffer> pieces = new ConcurrentLinkedQueue<>();

  private final Queue<UUID> sessions = new ConcurrentLinkedQueue<>();

  Upload(Calls calls, UploadOptions options, boolean ownTimeout) {
    this.calls = calls;
    this.options = options;
    this.ownTimeout = ownTimeout;
    this.pace = new Pace(options.parallelism(), options.partSize(), calls.nanoTime());
    this.progress = new ProgressMeter(options.listener().orElse(null), calls);
  }

  /** A session to be deleted at the end: until then it tells a later call what is there. */
  void used(UUID session) {
    sessions.add(session);
  }

  /** A session that turned out to be of another upload. */
  void leave(UUID session) {
    sessions.remove(session);
  }

  /**
   * Deletes the sessions that are no longer needed; each holds its file a second time. Of an upload
   * that is not complete these are the ones that no other call could go on with.
   */
  void tidyUp(boolean complete, Executor threads) {
    if (!complete) {
      sessions.removeIf(SessionName::isFoundAgain);
    }
    if (!sessions.isEmpty()) {
      calls.tidy(true, own -> new Crew(deletions(own), threads, own, pace).run());
    }
  }

  private Work deletions(Calls own) {
    return new Work() {
      @Override
      public @Nullable Runnable next() {
        UUID session = sessions.poll();
        return session == null ? null : () -> delete(session, own);
      }

      @Override
      public boolean isOver() {
        return sessions.isEmpty();
      }
    };
  }

  private static void delete(UUID session, Calls own) {
    try {
      own.call(Operations.deleteUploadSession(session), null, event -> {});
    } catch (ImageStoreException e) {
      // It goes by itself after half an hour.
    }
  }

  /** Deletes a session that nobody can go on with. */
  void discard(UUID session) {
    sessions.remove(session);
    calls.tidy(true, own -> delete(session, own));
  }

  /**
   * Takes back the mark of a folder that turned out not to be whole, also where the upload is ended
   * meanwhile.
   */
  void takeBack(StorePath mark) {
    try {
      calls.tidy(false, own -> delete(mark, own));
    } catch (ImageStoreException e) {
      if (!calls.isOver()) {
        throw e;
      }
      calls.tidy(false, own -> delete(mark, own));
    }
  }

  private static void delete(StorePath mark, Calls own) {
    own.call(Operations.deleteContent(mark), null, event -> {});
  }
}
