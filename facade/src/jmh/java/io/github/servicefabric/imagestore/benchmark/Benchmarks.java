package io.github.servicefabric.imagestore.benchmark;

import io.github.servicefabric.imagestore.benchmark.Rounds.Contestant;
import io.github.servicefabric.imagestore.benchmark.Rounds.Measured;
import java.util.Arrays;

/**
 * Measures this library against what it is built on, in rounds that take the contestants in turn,
 * and prints one table of ratios. It fails only where it cannot run.
 */
final class Benchmarks {
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
  private static final int SHORT_ROUNDS = 30 * ROUNDS;
  private static final int FEWER_ROUNDS = 10 * ROUNDS;
  private static final int COLD_STARTS = 8 * ROUNDS + 1;
  private static final int BURST_ROUNDS = 2 * ROUNDS + 1;

  private final Table table = new Table();
  private final Processes processes;

  private Benchmarks(Processes processes) {
    this.processes = processes;
  }

  public static void main(String[] arguments) throws Exception {
    try (Processes processes = new Processes()) {
      Benchmarks benchmarks = new Benchmarks(processes);
      Rows rows = new Rows();
      rows.take("commits", benchmarks::commits);
      rows.take("errors", benchmarks::errors);
      rows.take("throughput", benchmarks::throughput);
      rows.take("contention", benchmarks::contention);
      rows.take("bursts", benchmarks::bursts);
      rows.take("threads", benchmarks::threads);
      rows.take("cold", benchmarks::coldStarts);
      rows.take("heap", benchmarks::heap);
      rows.take("regeneration", () -> new Regeneration(ROUNDS).measure(benchmarks.table));
      Uploads.measure(ROUNDS, benchmarks.table, rows);
      System.out.println(benchmarks.table);
    }
  }

  private void commits() throws Exception {
    String[] others = {"okhttp", "retrofit", "java-net"};
    Rounds rounds =
        Rounds.run(
            SHORT_ROUNDS,
            processes.plain(),
            new Contestant("facade", 1),
            new Contestant(others[0], 1),
            new Contestant(others[1], 1),
            new Contestant(others[2], 1));
    for (int i = 0; i < others.length; i++) {
      boolean bound = i == 0;
      table.row(
          "time per commit",
          others[i],
          rounds.ratios(0, i + 1, Measured::micros),
          bound ? "1.05" : "");
      table.row(
          "bytes allocated per commit",
          others[i],
          rounds.ratios(0, i + 1, Measured::bytes),
          bound ? "1.20" : "");
    }
  }

  private void errors() throws Exception {
    Rounds rounds =
        Rounds.run(
            SHORT_ROUNDS,
            processes.plain() + "/error",
            new Contestant("facade", 1),
            new Contestant("okhttp", 1));
    table.row("time per error answer", "okhttp", rounds.ratios(0, 1, Measured::micros), "1.30");
    table.row(
        "bytes allocated per error answer", "okhttp", rounds.ratios(0, 1, Measured::bytes), "1.30");
  }

  private void throughput() throws Exception {
    Rounds rounds =
        Rounds.run(
            FEWER_ROUNDS,
            processes.plain(),
            new Contestant("facade", 1),
            new Contestant("facade", 64),
            new Contestant("okhttp-open", 1),
            new Contestant("okhttp-open", 64));
    double[] facade = rounds.ratios(0, 1, Measured::micros);
    double[] okhttp = rounds.ratios(2, 3, Measured::micros);
    double[] ratios = new double[FEWER_ROUNDS];
    for (int round = 0; round < FEWER_ROUNDS; round++) {
      ratios[round] = facade[round] / okhttp[round];
    }
    table.row("throughput of 64 threads over that of 1", "okhttp, opened", ratios, "about 1");
  }

  private void contention() throws Exception {
    double[] ours = new double[ROUNDS];
    double[] okhttps = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long[] facade = processes.probe("contention", "facade", "", false).numbers();
      long[] okhttp = processes.probe("contention", "okhttp-open", "", false).numbers();
      ours[round] = facade[0];
      okhttps[round] = facade[1] / (double) okhttp[1];
    }
    String name = "waits for a lock, 10,000 commits of 64 threads, in ";
    table.figure(name + "this library", "", ours);
    table.row(name + "OkHttp", "okhttp, opened", okhttps, "");
  }

  private void bursts() throws Exception {
    for (boolean tls : new boolean[] {false, true}) {
      double[] first = new double[BURST_ROUNDS];
      double[] later = new double[BURST_ROUNDS];
      double[] opened = new double[BURST_ROUNDS];
      double[] hold = new double[BURST_ROUNDS];
      double[] connections = new double[BURST_ROUNDS];
      for (int round = 0; round < BURST_ROUNDS; round++) {
        int before = processes.connections();
        long[] facade = processes.probe("bursts", "facade", "/hold", tls).numbers();
        connections[round] = (processes.connections() - before) / (double) Probe.AT_ONCE;
        hold[round] = later(facade) / (WireServer.HOLD_MILLIS * 1000.0);
        if (!tls) {
          long[] javaNet = processes.probe("bursts", "java-net", "/hold", false).numbers();
          first[round] = facade[0] / (double) javaNet[0];
          later[round] = later(facade) / later(javaNet);
          long[] okhttp = processes.probe("bursts", "okhttp-open", "/hold", false).numbers();
          opened[round] = later(facade) / later(okhttp);
        }
      }
      String name = tls ? "200 at once over TLS, " : "200 at once, ";
      if (!tls) {
        table.row(name + "first burst", "sendAsync", first, "1.10");
        table.row(name + "later bursts", "sendAsync", later, "");
        table.row(name + "later bursts", "okhttp, opened", opened, "1.03");
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
      table.row(name + "wall", "okhttp", wall, tls ? "1.10" : "0.85");
      table.row(name + "CPU", "okhttp", cpu, tls ? "1.10" : "0.85");
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
