package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content that was not read to the end is no content. */
class BlockDigestsTest {
  private static final int PIECE = 64 * 1024;
  private static final int SIZE = 20 * PIECE;

  @TempDir Path folder;

  @Test
  void readingIsGivenUpWithinAPiece() throws IOException {
    AtomicInteger pieces = new AtomicInteger();
    assertThat(digests(SIZE, pieces, 3)).isNull();
    assertThat(pieces).hasValue(3);
    assertThat(digests(SIZE, new AtomicInteger(), Integer.MAX_VALUE)).isNotNull();
  }

  @Test
  void whatEndsEarlyIsNotTaken() throws IOException {
    assertThat(digests(SIZE + 1, new AtomicInteger(), Integer.MAX_VALUE)).isNull();
  }

  private BlockDigests digests(int size, AtomicInteger pieces, int givenUpAt) throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[SIZE]);
    try (FileChannel channel = FileChannel.open(file)) {
      return BlockDigests.of(channel, size, () -> pieces.incrementAndGet() >= givenUpAt);
    }
  }
}
