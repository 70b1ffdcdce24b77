package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
  private static final int ROUNDS = 20_000;

  /** Compared with counting one by one. */
  @Test
  void aRangeIsThereWhereEachOfItsBytesIsInTheFileAndThereIsOne() {
    Random random = new Random(42);
    for (int i = 0; i < ROUNDS; i++) {
      int first = random.nextInt(12) - 2;
      int last = random.nextInt(12) - 2;
      int total = random.nextInt(12) - 2;
      long bytes = 0;
      long outside = 0;
      for (int at = first; at <= last; at++) {
        bytes++;
        outside += at < 0 || at >= total ? 1 : 0;
      }
      if (bytes > 0 && outside == 0) {
        ByteRange range = new ByteRange(first, last, total);
        assertThat(range.length()).isEqualTo(bytes);
        assertThat(range).hasToString("bytes " + first + "-" + last + "/" + total);
      } else {
        String text = first + "-" + last + "/" + total;
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new ByteRange(first, last, total))
            .withMessageContaining("but was " + text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 9223372036854775806, 9223372036854775807, 9223372036854775807",
    "9223372036854775806, 9223372036854775806, 9223372036854775807, 1",
    "4294967295, 4294967296, 4294967297, 2"
  })
  void positionsMayBeAsLargeAsLongs(long first, long last, long total, long length) {
    assertThat(new ByteRange(first, last, total).length()).isEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, -1, 0"})
  void anEmptyFileHasNoRange(long first, long last, long total) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ByteRange(first, last, total))
        .withMessageEndingWith("an empty file cannot go in chunks");
  }
}
