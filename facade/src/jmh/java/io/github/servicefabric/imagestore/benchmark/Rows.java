package io.github.servicefabric.imagestore.benchmark;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Which rows of the table to take: those of {@code -Dbenchmark.only=name,…}, or all. */
final class Rows {
  private final Set<String> only =
      Arrays.stream(System.getProperty("benchmark.only", "").split(","))
          .filter(name -> !name.isEmpty())
          .collect(Collectors.toSet());

  interface Row {
    void measure() throws Exception;
  }

  void take(String name, Row row) throws Exception {
    if (only.isEmpty() || only.contains(name)) {
      System.err.println("measuring " + name);
      row.measure();
    }
  }
}
