package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.AttemptEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** A network that all share. */
  private void sharedRounds(Pace pace, int rounds) {
    for (int round = 0; round < rounds; round++) {
      int allowed = pace.allowed();
      long begun = now;
      for (int i = 0; i < allowed; i++) {
        now += 3 * SECOND;
        pace.done(pace.partSize(), begun, now);
      }
    }
  }

  private void busy(Pace pace) {
    refused(pace, 503, Duration.ofMillis(1));
  }

  private void refused(Pace pace, int status, Duration after) {
    pace.heard(attempt().statusCode(status).duration(after).build(), now);
  }

  private static AttemptEvent.Builder attempt() {
    return AttemptEvent.builder("uploadFileChunk", "http://localhost:1/", "id");
  }

  @Test
  void startsWithTwoAndReachesItsMostInOneRoundWhereMoreBringsMore() {
    Pace pace = new Pace(8, 16 * MIB, now);
    assertThat(pace.allowed()).isEqualTo(2);
    assertThat(pace.partSize()).isEqualTo(MIB);
    rounds(pace, 1, SECOND / 10);
    assertThat(pace.allowed()).isEqualTo(8);
    assertThat(pace.partSize()).isEqualTo(16 * MIB);
    rounds(pace, 20, SECOND);
    assertThat(pace.allowed()).isEqualTo(8);
  }

  @Test
  void goesOnGrowingWhileMoreBringsMore() {
    Pace pace = new Pace(256, MIB, now);
    rounds(pace, 4, SECOND / 10);
    assertThat(pace.allowed()).isEqualTo(256);
  }

  @Test
  void goesBackToWhatBroughtAsMuch() {
    Pace pace = new Pace(8, MIB, now);
    sharedRounds(pace, 2);
    assertThat(pace.allowed()).isEqualTo(2);
  }

  @Test
  void triesOneMoreAfterAWhileForNetworksChange() {
    Pace pace = new Pace(8, MIB, now);
    sharedRounds(pace, 2);
    for (int round = 0; round < 100; round++) {
      rounds(pace, 1, SECOND);
    }
    assertThat(pace.allowed()).isEqualTo(8);
  }

  @Test
  void partsAreSmallWhereTheNetworkIsSlow() {
    Pace pace = new Pace(8, 16 * MIB, now);
    rounds(pace, 5, 3 * SECOND);
    assertThat(pace.partSize()).isEqualTo(MIB);
    rounds(pace, 1, SECOND / 100);
    assertThat(pace.partSize()).isEqualTo(16 * MIB);
    // All that were cut as large say the same once.
    rounds(pace, 1, 10 * SECOND);
    assertThat(pace.partSize()).isEqualTo(8 * MIB);
  }

  @Test
  void partsAreNeverLargerThanTheOptionSays() {
    Pace pace = new Pace(8, 5 * MIB, now);
    rounds(pace, 3, SECOND / 100);
    assertThat(pace.partSize()).isEqualTo(5 * MIB);
  }

  @Test
  void theLastPartsOfAFileAreEqualSharesSoThatAllEndAtOnce() {
    Pace pace = new Pace(8, 16 * MIB, now);
    rounds(pace, 1, SECOND / 10);
    assertThat(pace.partSize(1000 * MIB, 0)).isEqualTo(16 * MIB);
    long left = 8 * 10 * MIB;
    for (int sharers = 0; sharers < 8; sharers++) {
      assertThat(pace.partSize(left, sharers)).isEqualTo(10 * MIB);
      left -= 10 * MIB;
    }
    assertThat(pace.partSize(5, 0)).isEqualTo(MIB);
    assertThat(pace.partSize(100 * MIB, 8)).isEqualTo(16 * MIB);
  }

  @Test
  void whereTheClusterSaysItIsTooMuchOnceItGoesHalfOfTheWayBack() {
    Pace pace = new Pace(8, 16 * MIB, now);
    rounds(pace, 1, SECOND / 10);
    for (int i = 0; i < 8; i++) {
      pace.begins();
    }
    now += SECOND;
    for (int refused = 0; refused < 4; refused++) {
      now += SECOND;
      busy(pace);
      assertThat(pace.allowed()).isEqualTo(4);
      assertThat(pace.isTooMany()).isTrue();
      pace.ends();
    }
    assertThat(pace.isTooMany()).isFalse();
  }

  @Test
  void whereTheClusterSaysSoOfWhatWasWellItGoesDownToOne() {
    Pace pace = new Pace(8, 16 * MIB, now);
    for (int times = 0; times < 4; times++) {
      now += SECOND;
      busy(pace);
    }
    assertThat(pace.allowed()).isEqualTo(1);
    assertThat(pace.partSize()).isEqualTo(MIB);
  }

  @Test
  void neverMoreThanItsMost() {
    assertThat(new Pace(1, MIB, now).allowed()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 504})
  void itGoesBackWhereTheClusterHasNoTime(int status) {
    Pace pace = fast();
    refused(pace, status, Duration.ofMillis(1));
    assertThat(pace.allowed()).isEqualTo(4);
    assertThat(pace.partSize()).isEqualTo(8 * MIB);
  }

  @Test
  void itGoesBackWhereNothingIsTakenOrAnswered() {
    Pace pace = fast();
    pace.heard(attempt().failure(new SocketTimeoutException()).build(), now);
    assertThat(pace.allowed()).isEqualTo(4);
    assertThat(pace.partSize()).isEqualTo(8 * MIB);
  }

  @Test
  void itStaysWhereAnythingElseFails() {
    Pace pace = fast();
    refused(pace, 500, Duration.ofMillis(1));
    refused(pace, 404, Duration.ofMillis(1));
    pace.heard(attempt().failure(new IOException()).build(), now);
    assertThat(pace.allowed()).isEqualTo(8);
    assertThat(pace.partSize()).isEqualTo(16 * MIB);
  }

  @Test
  void whatWasBegunBeforeItWentBackSaysNothingOfWhatIsThereNow() {
    Pace pace = fast();
    now += 10 * SECOND;
    busy(pace);
    now += SECOND;
    for (int begunBefore = 0; begunBefore < 7; begunBefore++) {
      refused(pace, 503, Duration.ofSeconds(2));
    }
    assertThat(pace.allowed()).isEqualTo(4);
    busy(pace);
    assertThat(pace.allowed()).isEqualTo(2);
  }

  @Test
  void afterItWentBackItWaitsTwiceAsLongBeforeItTriesMore() {
    Pace pace = fast();
    busy(pace);
    // What ends is counted twice as long once it grows no more.
    rounds(pace, 2 * 7, SECOND);
    assertThat(pace.allowed()).isEqualTo(4);
    rounds(pace, 2, SECOND);
    assertThat(pace.allowed()).isEqualTo(5);
  }

  /** One that has grown to eight at once and parts of 16 MiB. */
  private Pace fast() {
    Pace pace = new Pace(8, 16 * MIB, now);
    rounds(pace, 1, SECOND / 10);
    assertThat(pace.allowed()).isEqualTo(8);
    return pace;
  }
}
