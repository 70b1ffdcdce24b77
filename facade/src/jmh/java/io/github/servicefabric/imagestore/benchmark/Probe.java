package io.github.servicefabric.imagestore.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** What is measured in a JVM of its own: prints numbers, separated by blanks. */
final class Probe {
  static final int AT_ONCE = 200;
  static final int BURSTS = 6;
  private static final int MANY = 100_000;

  private Probe() {}

  public static void main(String[] arguments) throws Exception {
    Committer committer = Committer.of(arguments[1], arguments[2], arguments[3]);
    List<Long> numbers =
        switch (arguments[0]) {
          case "cold" -> cold(committer);
          case "bursts" -> bursts(committer);
          case "threads" -> threads(committer);
          case "heap" -> heap(committer);
          case "contention" -> Contention.waits(committer);
          default -> throw new IllegalArgumentException("no probe " + arguments[0]);
        };
    System.out.println(
        numbers.stream().map(number -> Long.toString(number)).collect(Collectors.joining(" ")));
    System.exit(0);
  }

  /** The CPU time of the whole process up to the end of its first commit, in milliseconds. */
  private static List<Long> cold(Committer committer) throws Exception {
    committer.commit();
    return List.of(ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
  }

  /** How long each burst takes, in microseconds. */
  private static List<Long> bursts(Committer committer) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < BURSTS; i++) {
      long start = System.nanoTime();
      CompletableFuture.allOf(burst(committer)).join();
      times.add((System.nanoTime() - start) / 1000);
    }
    return times;
  }

  /** How many platform threads there are while a burst waits, beyond those before it. */
  private static List<Long> threads(Committer committer) {
    CompletableFuture.allOf(burst(committer)).join();
    CompletableFuture<?>[] waiting = burst(committer);
    long most = 0;
    CompletableFuture<Void> all = CompletableFuture.allOf(waiting);
    while (!all.isDone()) {
      most = Math.max(most, Thread.getAllStackTraces().size());
    }
    return List.of(most);
  }

  private static CompletableFuture<?>[] burst(Committer committer) {
    CompletableFuture<?>[] burst = new CompletableFuture<?>[AT_ONCE];
    for (int i = 0; i < burst.length; i++) {
      burst[i] = committer.commitAsync();
    }
    return burst;
  }

  /** The heap in use after a tenth of many commits and after all of them, in kilobytes. */
  private static List<Long> heap(Committer committer) throws Exception {
    List<Long> used = new ArrayList<>();
    for (int i = 1; i <= MANY; i++) {
      committer.commit();
      if (i == MANY / 10 || i == MANY) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        used.add((runtime.totalMemory() - runtime.freeMemory()) / 1024);
      }
    }
    return used;
  }
}
