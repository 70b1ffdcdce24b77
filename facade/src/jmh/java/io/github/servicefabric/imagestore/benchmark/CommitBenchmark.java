package io.github.servicefabric.imagestore.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One synchronous commit on a warm connection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CommitBenchmark {
  /** Who commits. */
  @Param("facade")
  public String kind;

  /** Where to. */
  @Param("")
  public String endpoint;

  private Committer committer;

  /** Makes the contestant. */
  @Setup
  public void prepare() throws Exception {
    committer = Committer.of(kind, endpoint, "");
  }

  /** Lets it go. */
  @TearDown
  public void close() {
    committer.close();
  }

  /** Commits once. */
  @Benchmark
  public Object commit() throws Exception {
    return committer.commit();
  }
}
