package io.github.servicefabric.imagestore.benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * The rows that the benchmark prints, in Markdown: medians, and as their spread the middle half of
 * the rounds.
 */
final class Table {
  private final StringBuilder rows =
      new StringBuilder(
          "| measured | against | ratio | spread | to reach |\n|---|---|---|---|---|\n");

  /** Adds a row with the median of ratios, each taken within one round. */
  void row(String measured, String against, double[] ratios, String toReach) {
    double[] sorted = ratios.clone();
    Arrays.sort(sorted);
    rows.append(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.2f | %.2f to %.2f | %s |%n",
            measured,
            against,
            sorted[sorted.length / 2],
            sorted[sorted.length / 4],
            sorted[3 * sorted.length / 4],
            toReach));
  }

  /** Adds a row with the median of figures that stand for themselves. */
  void figure(String measured, String unit, double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    rows.append(
        String.format(
            Locale.ROOT,
            "| %s | | %s%s | %s to %s | |%n",
            measured,
            text(sorted[sorted.length / 2]),
            unit.isEmpty() ? "" : " " + unit,
            text(sorted[sorted.length / 4]),
            text(sorted[3 * sorted.length / 4])));
  }

  private static String text(double figure) {
    return Double.isNaN(figure) ? "-" : String.format(Locale.ROOT, "%.1f", figure);
  }

  @Override
  public String toString() {
    return rows.toString();
  }
}
