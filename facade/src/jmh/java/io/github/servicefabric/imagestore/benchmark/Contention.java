package io.github.servicefabric.imagestore.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** How often threads that commit at once wait for one another, as the flight recorder sees it. */
final class Contention {
  private static final int THREADS = 64;
  private static final int COMMITS = 10_000;
  private static final List<String> WAITS = List.of("jdk.JavaMonitorEnter", "jdk.ThreadPark");
  private static final String OURS = "io.github.servicefabric.imagestore.";
  private static final String BENCHMARK = Contention.class.getPackageName() + ".";

  private Contention() {}

  /** Returns how often threads waited in this library's code, and in OkHttp's. */
  static List<Long> waits(Committer committer) throws Exception {
    Path file = Files.createTempFile("contention", ".jfr");
    try (Recording recording = new Recording()) {
      for (String wait : WAITS) {
        recording.enable(wait).withThreshold(Duration.ZERO).withStackTrace();
      }
      // Threads that load classes wait for one another, too.
      commit(committer, THREADS);
      recording.start();
      commit(committer, COMMITS);
      recording.stop();
      recording.dump(file);
      List<RecordedEvent> events = RecordingFile.readAllEvents(file);
      return List.of(count(events, OURS), count(events, "okhttp3."));
    } finally {
      Files.delete(file);
    }
  }

  private static void commit(Committer committer, int commits) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    Callable<Void> share =
        () -> {
          for (int commit = 0; commit < commits / THREADS; commit++) {
            committer.commit();
          }
          return null;
        };
    try {
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(THREADS, share))) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static long count(List<RecordedEvent> events, String code) {
    long count = 0;
    for (RecordedEvent event : events) {
      if (WAITS.contains(event.getEventType().getName()) && waiter(event).startsWith(code)) {
        count++;
      }
    }
    return count;
  }

  /** The innermost class that is neither the JDK's nor Kotlin's. */
  private static String waiter(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return "";
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("kotlin.")) {
        return type.startsWith(BENCHMARK) ? "" : type;
      }
    }
    return "";
  }
}
