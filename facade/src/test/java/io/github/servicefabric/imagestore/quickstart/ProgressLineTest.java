package io.github.servicefabric.imagestore.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.UploadProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  private static UploadProgress progress(long done, int files, long rate) {
    Optional<Duration> left = Optional.of(Duration.ofSeconds(rate == 0 ? 0 : 5));
    return new UploadProgress(done, 4096, files, 2, rate, left);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void atATerminalOneLineIsRewritten() {
    ProgressLine line = new ProgressLine(out, true, nanos::get);
    line.progressed(progress(1024, 0, 2048));
    line.progressed(progress(4096, 2, 0));
    line.end();
    line.end();
    String first = "Progress:  25 %, 1.0 KiB of 4.0 KiB, 0 of 2 files, 2.0 KiB/s, 5 s left";
    String last = "Progress:  100 %, 4.0 KiB of 4.0 KiB, 2 of 2 files, 0 B/s";
    String blanks = " ".repeat(first.length() - last.length());
    assertThat(written()).isEqualTo("\r" + first + "\r" + last + blanks + "\n");
  }

  @Test
  void elsewhereThereIsALineEveryFewSecondsAndOneAtTheEnd() {
    ProgressLine line = new ProgressLine(out, false, nanos::get);
    line.progressed(progress(0, 0, 0));
    line.progressed(progress(1024, 0, 0));
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    line.progressed(progress(2048, 1, 0));
    line.progressed(progress(4096, 2, 0));
    line.progressed(progress(4096, 2, 0));
    line.end();
    assertThat(written().lines()).hasSize(3).allMatch(text -> text.startsWith("Progress:  "));
  }
}
