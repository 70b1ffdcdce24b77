package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;

/** What an upload that is over must not leave: handles of its files, connections, threads. */
final class Leftovers {
  private static final long SAFETY_NET_SECONDS = 300;

  private final OkHttpClient http;
  private final Path files;
  private final Set<Thread> before = threads();

  /**
   * Begins to look.
   *
   * @param http what the upload's client is given
   * @param files the file, or the folder of all files, that it reads
   */
  Leftovers(OkHttpClient http, Path files) {
    this.http = http;
    this.files = files;
  }

  /** Waits until none is left but idle threads of a client that is not closed. */
  void awaitNone() throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SAFETY_NET_SECONDS);
    // Seen at one moment: a session that is deleted afterwards takes a connection once more.
    List<Path> handles = handles();
    int busy = busyConnections();
    while (!(handles.isEmpty() && busy == 0) && System.nanoTime() < until) {
      Thread.yield();
      handles = handles();
      busy = busyConnections();
    }
    assertThat(handles).as("handles").isEmpty();
    assertThat(busy).as("connections").isZero();
  }

  /** Waits until none is left of a client that is closed. */
  void awaitNoThread() throws InterruptedException {
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        thread.join(TimeUnit.SECONDS.toMillis(SAFETY_NET_SECONDS));
        assertThat(thread.isAlive()).as("%s is alive", thread).isFalse();
      }
    }
  }

  private int busyConnections() {
    return http.connectionPool().connectionCount() - http.connectionPool().idleConnectionCount();
  }

  List<Path> handles() throws IOException {
    return TestFiles.openHandles(files);
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("imagestore-"))
        .collect(Collectors.toSet());
  }
}
