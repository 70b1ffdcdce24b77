package io.github.servicefabric.imagestore.benchmark;

import java.util.Arrays;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures this library against what it is built on, in rounds that take the contestants in turn,
 * and prints one table of ratios. It fails only where it cannot run.
 */
final class Benchmarks {
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
  private static final int COLD_STARTS = 4 * ROUNDS + 1;

  /** What one JMH run gives. */
  private record Measured(double micros, double bytes) {}

  private final Table table = new Table();
  private final Processes processes;

  private Benchmarks(Processes processes) {
    this.processes = processes;
  }

  public static void main(String[] arguments) throws Exception {
    try (Processes processes = new Processes()) {
      Benchmarks benchmarks = new Benchmarks(processes);
      benchmarks.commits();
      benchmarks.errors();
      benchmarks.throughput();
      benchmarks.bursts();
      benchmarks.threads();
      benchmarks.coldStarts();
      benchmarks.heap();
      new Regeneration(ROUNDS).measure(benchmarks.table);
      System.out.println(benchmarks.table);
    }
  }

  private void commits() throws Exception {
    double[][] time = new double[3][ROUNDS];
    double[][] bytes = new double[3][ROUNDS];
    String[] others = {"okhttp", "retrofit", "java-net"};
    for (int round = 0; round < ROUNDS; round++) {
      Measured facade = jmh("facade", "", 1);
      for (int i = 0; i < others.length; i++) {
        Measured other = jmh(others[i], "", 1);
        time[i][round] = facade.micros() / other.micros();
        bytes[i][round] = facade.bytes() / other.bytes();
      }
    }
    for (int i = 0; i < others.length; i++) {
      boolean bound = i == 0;
      table.row("time per commit", others[i], time[i], bound ? "1.05" : "");
      table.row("bytes allocated per commit", others[i], bytes[i], bound ? "1.20" : "");
    }
  }

  private void errors() throws Exception {
    double[] time = new double[ROUNDS];
    double[] bytes = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Measured facade = jmh("facade", "/error", 1);
      Measured okhttp = jmh("okhttp", "/error", 1);
      time[round] = facade.micros() / okhttp.micros();
      bytes[round] = facade.bytes() / okhttp.bytes();
    }
    table.row("time per error answer", "okhttp", time, "1.30");
    table.row("bytes allocated per error answer", "okhttp", bytes, "1.30");
  }

  private void throughput() throws Exception {
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double facade = jmh("facade", "", 1).micros() / jmh("facade", "", 64).micros();
      double okhttp = jmh("okhttp-open", "", 1).micros() / jmh("okhttp-open", "", 64).micros();
      ratios[round] = facade / okhttp;
    }
    table.row("throughput of 64 threads over that of 1", "okhttp, opened", ratios, "about 1");
  }

  private Measured jmh(String kind, String path, int threads) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(CommitBenchmark.class.getName())
                    .param("kind", kind)
                    .param("endpoint", processes.plain() + path)
                    .threads(threads)
                    .forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.seconds(1))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    RunResult result = results.iterator().next();
    double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    return new Measured(result.getPrimaryResult().getScore(), bytes);
  }

  private void bursts() throws Exception {
    for (boolean tls : new boolean[] {false, true}) {
      double[] first = new double[ROUNDS];
      double[] later = new double[ROUNDS];
      double[] hold = new double[ROUNDS];
      double[] connections = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        int before = processes.connections();
        long[] facade = processes.probe("bursts", "facade", "/hold", tls).numbers();
        connections[round] = (processes.connections() - before) / (double) Probe.AT_ONCE;
        hold[round] = later(facade) / (WireServer.HOLD_MILLIS * 1000.0);
        if (!tls) {
          long[] javaNet = processes.probe("bursts", "java-net", "/hold", false).numbers();
          first[round] = facade[0] / (double) javaNet[0];
          later[round] = later(facade) / later(javaNet);
        }
      }
      String name = tls ? "200 at once over TLS, " : "200 at once, ";
      if (!tls) {
        table.row(name + "first burst", "sendAsync", first, "1.10");
        table.row(name + "later bursts", "sendAsync", later, "0.75");
      }
      table.row(name + "later bursts", "the server's 200 ms", hold, tls ? "" : "1.30");
      table.row(name + "connections of 6 bursts", "200", connections, "1.10");
    }
  }

  private static double later(long[] bursts) {
    long[] later = Arrays.copyOfRange(bursts, 1, bursts.length);
    Arrays.sort(later);
    return later[later.length / 2];
  }

  private void threads() throws Exception {
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ratios[round] = only("threads", "facade", "/hold") / only("threads", "okhttp-open", "/hold");
    }
    table.row("threads while 200 wait", "okhttp, opened", ratios, "1.00");
  }

  private void coldStarts() throws Exception {
    for (boolean tls : new boolean[] {false, true}) {
      double[] wall = new double[COLD_STARTS];
      double[] cpu = new double[COLD_STARTS];
      for (int round = 0; round < COLD_STARTS; round++) {
        Processes.Result facade = processes.probe("cold", "facade", "", tls);
        Processes.Result okhttp = processes.probe("cold", "okhttp", "", tls);
        wall[round] = facade.wallMicros() / (double) okhttp.wallMicros();
        cpu[round] = facade.numbers()[0] / (double) okhttp.numbers()[0];
      }
      String name = "cold start, " + (tls ? "https, " : "http, ");
      table.row(name + "wall", "okhttp", wall, tls ? "1.05" : "0.85");
      table.row(name + "CPU", "okhttp", cpu, tls ? "1.05" : "0.85");
    }
  }

  private void heap() throws Exception {
    for (String path : new String[] {"", "/error"}) {
      long[] used = processes.probe("heap", "facade", path, false).numbers();
      double[] ratio = {used[1] / (double) used[0]};
      String name = path.isEmpty() ? "heap after 100,000 commits" : "heap after 100,000 errors";
      table.row(name, "after 10,000", ratio, "about 1");
    }
  }

  private double only(String what, String kind, String path) throws Exception {
    return processes.probe(what, kind, path, false).numbers()[0];
  }
}
