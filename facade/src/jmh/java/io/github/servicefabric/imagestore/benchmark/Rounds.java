package io.github.servicefabric.imagestore.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Short JMH runs of several contestants in turn. They share one JVM: on two cores, where the
 * scheduler puts a process beside the server's decides more about its times than its code does, and
 * here it decides for all of them alike.
 */
final class Rounds {
  private static final int WARM_UP = 20;

  /** Who commits, and from how many threads at once. */
  record Contestant(String kind, int threads) {}

  /** What a run gives, for one commit. */
  record Measured(double micros, double bytes) {}

  private final Measured[][] measured;

  private Rounds(Measured[][] measured) {
    this.measured = measured;
  }

  static Rounds run(int rounds, String endpoint, Contestant... contestants) throws RunnerException {
    Measured[][] measured = new Measured[contestants.length][rounds];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < contestants.length; i++) {
      order.add(i);
    }
    Random random = new Random(rounds);
    for (int round = -WARM_UP; round < rounds; round++) {
      // Each round has another order, for what ran before leaves its traces.
      Collections.shuffle(order, random);
      for (int i : order) {
        Measured one = run(endpoint, contestants[i]);
        if (round >= 0) {
          measured[i][round] = one;
        }
      }
    }
    return new Rounds(measured);
  }

  private static Measured run(String endpoint, Contestant contestant) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(CommitBenchmark.class.getName())
                    .param("kind", contestant.kind())
                    .param("endpoint", endpoint)
                    .threads(contestant.threads())
                    .forks(0)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(50))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(150))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    RunResult result = results.iterator().next();
    double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    return new Measured(result.getPrimaryResult().getScore(), bytes);
  }

  /** Returns, for each round, how one contestant's figure relates to another's. */
  double[] ratios(int one, int other, ToDoubleFunction<Measured> figure) {
    double[] ratios = new double[measured[one].length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] =
          figure.applyAsDouble(measured[one][round]) / figure.applyAsDouble(measured[other][round]);
    }
    return ratios;
  }
}
