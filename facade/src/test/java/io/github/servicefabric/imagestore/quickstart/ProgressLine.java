package io.github.servicefabric.imagestore.quickstart;

import io.github.servicefabric.imagestore.UploadListener;
import io.github.servicefabric.imagestore.UploadProgress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Progress for people: one line that is rewritten at a terminal, elsewhere one now and then. */
final class ProgressLine implements UploadListener {
  private static final long BETWEEN_NANOS = Duration.ofSeconds(3).toNanos();

  private final PrintStream out;
  private final boolean rewriting;
  private final LongSupplier nanoTime;
  private long lastNanos;
  private int width;
  private boolean complete;

  ProgressLine(PrintStream out, boolean rewriting, LongSupplier nanoTime) {
    this.out = out;
    this.rewriting = rewriting;
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong() - BETWEEN_NANOS;
  }

  static ProgressLine onStandardOutput() {
    return new ProgressLine(System.out, isTerminal(), System::nanoTime);
  }

  /** From Java 22 on there is a console everywhere, which says itself whether it is a terminal. */
  private static boolean isTerminal() {
    Console console = System.console();
    try {
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  @Override
  public synchronized void progressed(UploadProgress progress) {
    boolean completeNow = !complete && progress.filesDone() == progress.filesTotal();
    complete |= completeNow;
    long now = nanoTime.getAsLong();
    if (rewriting) {
      String line = text(progress);
      // Blanks over what is left of a longer line.
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      out.flush();
      width = line.length();
    } else if (completeNow || now - lastNanos >= BETWEEN_NANOS) {
      lastNanos = now;
      out.println(text(progress));
    }
  }

  /** Ends the line. */
  synchronized void end() {
    if (rewriting && width > 0) {
      out.println();
      width = 0;
    }
  }

  private static String text(UploadProgress progress) {
    long percent =
        progress.bytesTotal() == 0 ? 100 : progress.bytesDone() * 100 / progress.bytesTotal();
    return "Progress:  "
        + percent
        + " %, "
        + size(progress.bytesDone())
        + " of "
        + size(progress.bytesTotal())
        + ", "
        + progress.filesDone()
        + " of "
        + progress.filesTotal()
        + " files, "
        + size(progress.bytesPerSecond())
        + "/s"
        + progress
            .remaining()
            .filter(left -> !left.isZero())
            .map(left -> ", " + left.toSeconds() + " s left")
            .orElse("");
  }

  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < 4) {
      value /= 1024;
      unit++;
    }
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }
}
