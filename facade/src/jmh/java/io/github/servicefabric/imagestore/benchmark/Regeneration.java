package io.github.servicefabric.imagestore.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures {@code mvn -q -pl generated compile}, clean and again with nothing changed, for today's
 * contract and for a large one. It works on a copy of the checkout, so that nothing of the checkout
 * changes.
 */
final class Regeneration {
  private static final List<String> NEEDED =
      List.of("pom.xml", ".mvn", "spec", "generated", "facade/pom.xml");

  /** Seconds, and megabytes resident at most: of Maven and of the largest process it starts. */
  private record Run(double seconds, double maven, double child) {}

  private final Path root = Path.of(System.getProperty("benchmark.root"));
  private final String mavenHome = System.getProperty("benchmark.maven.home");
  private final String repository = System.getProperty("benchmark.maven.repository");
  private final int rounds;

  /** A round takes about a minute, so there are no more than two. */
  Regeneration(int rounds) {
    this.rounds = Math.min(rounds, 2);
  }

  void measure(Table table) throws Exception {
    Path folder = Files.createTempDirectory("regeneration");
    try {
      Path checkout = folder.resolve("checkout");
      copy(checkout);
      Path large = folder.resolve("large.yaml");
      LargeContract.write(large);
      measure("today's contract", checkout, checkout.resolve("spec/image-store.yaml"), table);
      measure("a large contract", checkout, large, table);
    } finally {
      delete(folder);
    }
  }

  private void measure(String name, Path checkout, Path contract, Table table) throws Exception {
    Run[] clean = new Run[rounds];
    Run[] unchanged = new Run[rounds];
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      delete(checkout.resolve("generated/target"));
      clean[round] = run(checkout, contract);
      unchanged[round] = run(checkout, contract);
      ratios[round] = unchanged[round].seconds() / clean[round].seconds();
    }
    rows("regenerating " + name + ", clean", clean, table);
    rows("regenerating " + name + ", unchanged", unchanged, table);
    table.row("regenerating " + name + ", unchanged, time", "clean", ratios, "");
  }

  private static void rows(String name, Run[] runs, Table table) {
    table.figure(name + ", time", "s", Stream.of(runs).mapToDouble(Run::seconds).toArray());
    table.figure(
        name + ", memory of Maven", "MB", Stream.of(runs).mapToDouble(Run::maven).toArray());
    table.figure(name + ", of its child", "MB", Stream.of(runs).mapToDouble(Run::child).toArray());
  }

  private Run run(Path checkout, Path contract) throws IOException, InterruptedException {
    File log = checkout.resolve("mvn.log").toFile();
    long start = System.nanoTime();
    Process maven = maven(checkout, contract).redirectErrorStream(true).redirectOutput(log).start();
    Map<Long, Long> peaks = new HashMap<>();
    try {
      do {
        note(maven.toHandle(), peaks);
        maven.descendants().forEach(child -> note(child, peaks));
      } while (!maven.waitFor(20, TimeUnit.MILLISECONDS));
    } finally {
      maven.descendants().forEach(ProcessHandle::destroy);
      maven.destroy();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (maven.exitValue() != 0) {
      throw new IOException("regenerating failed:\n" + Files.readString(log.toPath()));
    }
    Long own = peaks.remove(maven.pid());
    double child = peaks.values().stream().mapToLong(peak -> peak).max().orElse(-1);
    return new Run(seconds, megabytes(own == null ? -1 : own), megabytes(child));
  }

  /**
   * Everything that the child needs was fetched by the build around it, maybe from a mirror that
   * the child does not know of.
   */
  private ProcessBuilder maven(Path checkout, Path contract) {
    boolean windows = File.separatorChar == '\\';
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(mavenHome, "bin", windows ? "mvn.cmd" : "mvn").toString(),
                "-B",
                "-q",
                "-o",
                "-Dmaven.legacyLocalRepo=true",
                "-Dmaven.repo.local=" + repository,
                "-Dimagestore.spec=" + contract,
                "-pl",
                "generated",
                "compile")
            .directory(checkout.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /**
   * Linux keeps a process's peak; elsewhere there is nothing to note. The latest counts: up to its
   * exec a new process still shows its parent's.
   */
  private static void note(ProcessHandle process, Map<Long, Long> peaks) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
          .forEach(kilobytes -> peaks.put(process.pid(), kilobytes));
    } catch (IOException | java.io.UncheckedIOException e) {
      // There is no /proc, or the process has ended.
    }
  }

  private static double megabytes(double kilobytes) {
    return kilobytes < 0 ? Double.NaN : kilobytes / 1024;
  }

  private void copy(Path checkout) throws IOException {
    for (String name : NEEDED) {
      try (Stream<Path> files = Files.walk(root.resolve(name))) {
        for (Path file : files.filter(this::source).toList()) {
          Path to = checkout.resolve(root.relativize(file).toString());
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      }
    }
  }

  private boolean source(Path file) {
    return Files.isRegularFile(file) && !root.relativize(file).startsWith("generated/target");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
