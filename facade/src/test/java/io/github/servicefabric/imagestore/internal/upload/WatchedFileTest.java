package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one handle of a file, and what its bodies are read into. */
class WatchedFileTest {
  private static final long SAFETY_NET_SECONDS = 300;
  private static final int SIZE = 100;

  private final Queue<ByteBuffer> pieces = new ArrayDeque<>();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("file"), new byte[SIZE]);
  }

  private WatchedFile open(Resume resume, boolean givenUp) throws IOException {
    return WatchedFile.open(file, resume, () -> givenUp, bytes -> {}, pieces);
  }

  private static int read(WatchedFile watched) throws IOException {
    try (ByteSource.Reader body = watched.open()) {
      return body.read(body.piece(SIZE), 0);
    }
  }

  /** By a thread of its own. */
  private static CompletableFuture<Integer> readBy(boolean interrupted, WatchedFile watched) {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    new Thread(
            () -> {
              if (interrupted) {
                Thread.currentThread().interrupt();
              }
              try {
                told.complete(read(watched));
              } catch (IOException e) {
                told.completeExceptionally(e);
              }
            })
        .start();
    return told;
  }

  /** It closes the handle under all others, whom it does not concern. */
  @Test
  void whoIsInterruptedEndsNoOther() throws Exception {
    try (WatchedFile watched = open(Resume.UNCHANGED_FILE, false)) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> readBy(true, watched).join())
          .withCauseInstanceOf(ClosedByInterruptException.class);
      assertThat(readBy(false, watched).get(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).isEqualTo(SIZE);
      watched.verify();
    }
  }

  @Test
  void anInterruptIsNoChange() throws Exception {
    try (WatchedFile watched = open(Resume.UNCHANGED_FILE, false)) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(watched::verify);
      assertThat(Thread.interrupted()).isTrue();
      watched.verify();
    }
  }

  @Test
  void nobodyOpensAgainWhatIsClosed() throws Exception {
    WatchedFile watched = open(Resume.UNCHANGED_FILE, false);
    assertThat(OpenHandles.of(file)).isEqualTo(1);
    watched.close();
    assertThat(OpenHandles.of(file)).isZero();
    assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> read(watched));
    assertThat(OpenHandles.of(file)).isZero();
  }

  @Test
  void whatCannotBeReadWholeIsNotKeptOpen() throws Exception {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> open(Resume.SAME_CONTENT, true));
    assertThat(OpenHandles.of(file)).isZero();
  }

  @Test
  void whatABodyWasReadIntoIsReadIntoAgain() throws Exception {
    try (WatchedFile watched = open(Resume.UNCHANGED_FILE, false)) {
      for (int body = 0; body < 3; body++) {
        read(watched);
        assertThat(pieces).hasSize(1);
      }
    }
  }
}
