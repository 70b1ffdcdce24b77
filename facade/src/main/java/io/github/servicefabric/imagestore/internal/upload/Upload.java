package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the files of one upload share. */
final class Upload {
  /** For what is tidied up although the upload was ended. */
  private static final Duration SOON = Duration.ofMillis(500);

  private static final Duration LATER = Duration.ofSeconds(15);

  final Calls calls;
  final UploadOptions options;
  final boolean ownTimeout;
  final Pace pace;
  final ProgressMeter progress;

  /** Whether the cluster was found to have none, as on Linux. */
  volatile boolean withoutSessions;

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

  /** Deletes the sessions that are no longer needed; each holds its file a second time. */
  void tidyUp(boolean complete) {
    boolean ended = calls.ending() != null;
    if (complete || options.resume() == Resume.NEVER) {
      sessions.forEach(
          session -> calls.tidy(Operations.deleteUploadSession(session), ended ? SOON : LATER));
    }
  }

  /** Deletes a session that nobody can go on with. */
  void discard(UUID session) {
    sessions.remove(session);
    calls.tidy(Operations.deleteUploadSession(session), calls.ending() == null ? LATER : SOON);
  }

  /** Takes back the mark of a folder that turned out not to be whole. */
  void takeBack(StorePath mark) {
    calls.tidy(Operations.deleteContent(mark), calls.ending() == null ? LATER : SOON);
  }
}
