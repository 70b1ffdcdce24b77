package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that uploads is killed at any moment and started again until it ends: what the image
 * store has is the file, always, and at most what was under way was sent twice.
 */
class KilledUploadTest {
  private static final int PARALLELISM = 3;

  @TempDir Path folder;

  private enum Between {
    NOTHING,
    OTHER_PART_SIZE,
    TOUCHED
  }

  @Test
  void fiveRuns() throws Exception {
    runs(5, 8 * MIB, 24 * MIB);
  }

  @Tag("soak")
  @Timeout(value = 5, unit = TimeUnit.HOURS)
  @Test
  void twoHundredRunsOf256Mib() throws Exception {
    runs(200, 256 * MIB, 128 * MIB);
  }

  private void runs(int runs, int size, int rate) throws Exception {
    try (Processes.Store store =
        new Processes.Store("--keep-requests=0", "--rate-in-all=" + rate)) {
      for (int run = 0; run < runs; run++) {
        run(store, run, size, rate, Between.values()[run % 3]);
      }
    }
  }

  private void run(Processes.Store store, int seed, int size, int rate, Between between)
      throws Exception {
    Random random = new Random(seed);
    Path file = TestFiles.write(folder.resolve("file" + seed), size, seed);
    String path = "App/f" + seed;
    long before = store.bytes();
    long lost = 0;
    int part = MIB;
    for (int kills = 0; kills < 2; kills++) {
      Process process = start(store, file, path, part);
      // A share of what is left, by what the store has read, so that slow machines fare alike.
      long until = store.bytes() + random.nextInt(size / 3);
      while (process.isAlive() && store.bytes() < until) {
        Thread.onSpinWait();
      }
      process.destroyForcibly().waitFor();
      lost += (long) PARALLELISM * part;
      if (between == Between.OTHER_PART_SIZE) {
        part = MIB + random.nextInt(2 * MIB);
      } else if (between == Between.TOUCHED) {
        touch(file, size, seed + 1000L * (kills + 1));
        lost += store.bytes() - before;
      }
    }
    Process last = start(store, file, path, part);
    String told = last.inputReader().readLine();
    assertThat(last.waitFor()).as("run %s", seed).isZero();
    assertThat(store.ask("matches " + path + "\t" + file)).as("run %s", seed).isEqualTo("true");
    assertThat(store.bytes() - before).isLessThanOrEqualTo(size + lost);
    String[] sentAndResumed = told.split(" ");
    assertThat(Long.parseLong(sentAndResumed[0]) + Long.parseLong(sentAndResumed[1]))
        .isGreaterThanOrEqualTo(size);
    if (between == Between.TOUCHED) {
      assertThat(sentAndResumed[1]).as("no byte of the old file").isEqualTo("0");
    }
    Files.delete(file);
  }

  /** Other bytes, with the size and the time of the last write as they were. */
  private static void touch(Path file, int size, long seed) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    TestFiles.write(file, size, seed);
    Files.setLastModifiedTime(file, before);
  }

  private static Process start(Processes.Store store, Path file, String path, int part)
      throws IOException {
    return Processes.start(
        List.of("-Xmx64m"),
        UploaderMain.class,
        store.endpoint(),
        file.toString(),
        path,
        Integer.toString(part),
        Integer.toString(PARALLELISM));
  }
}
