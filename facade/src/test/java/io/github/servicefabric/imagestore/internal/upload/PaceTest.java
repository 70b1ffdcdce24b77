package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MIB = 1024 * 1024;
  private static final long SECOND = 1_000_000_000L;

  private long now;

  /** A network on which everyone has the same rate, however many there are. */
  private void rounds(Pace pace, int rounds, long nanos) {
    for (int round = 0; round < rounds; round++) {
      int allowed = pace.allowed();
      long bytes = pace.partSize();
      long begun = now;
      now += nanos;
      for (int i = 0; i < allowed; i++) {
        pace.done(bytes, begun, now);
      }
    }
  }

  @Test
  void reachesItsMostInTwoRoundsWhileEachBringsMore() {
    Pace pace = new Pace(8, 16 * MIB, now);
    assertThat(pace.allowed()).isEqualTo(2);
    rounds(pace, 2, SECOND / 50);
    assertThat(pace.allowed()).isEqualTo(8);
    assertThat(pace.partSize()).isEqualTo(16 * MIB);
  }

  @Test
  void partsAreSmallWhereTheNetworkIsSlow() {
    Pace pace = new Pace(8, 16 * MIB, now);
    rounds(pace, 1, 10 * SECOND);
    assertThat(pace.partSize()).isEqualTo(2 * MIB);
    rounds(pace, 5, 10 * SECOND);
    assertThat(pace.partSize()).isEqualTo(MIB);
    rounds(pace, 8, SECOND);
    assertThat(pace.partSize()).isEqualTo(16 * MIB);
  }

  @Test
  void moreIsNotTriedAtOnceWhereItBringsNothing() {
    Pace pace = new Pace(8, 4 * MIB, now);
    // All together have one rate.
    for (int round = 0; round < 3; round++) {
      int allowed = pace.allowed();
      for (int i = 0; i < allowed; i++) {
        long begun = now;
        now += 3 * SECOND;
        pace.done(4 * MIB, begun, now);
      }
    }
    assertThat(pace.allowed()).isLessThanOrEqualTo(4);
  }
}
