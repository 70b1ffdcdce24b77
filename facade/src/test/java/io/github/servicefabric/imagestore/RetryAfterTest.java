package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.internal.http.RetryAfter;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import java.time.Duration;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1",
    "120,120",
    "000007,7",
    "' 5 ',5",
    "86400,86400",
    "86401,86400",
    "999999,86400",
    "1000000,86400",
    "99999999999,86400",
    "999999999999999999999999999999,86400"
  })
  void secondsAreTakenUpToADay(String value, long seconds) {
    assertThat(wish(value)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 22 Nov 2026 12:01:30 GMT",
        "Sunday, 22-Nov-26 12:01:30 GMT",
        "Sun Nov 22 12:01:30 2026"
      })
  void aDateInEachFormOfHttpIsTaken(String value) {
    assertThat(wish(value)).isEqualTo(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 22 Nov 2026 12:00:00 GMT",
        "Sun, 22 Nov 2026 11:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT"
      })
  void aDateThatIsPastMeansNow(String value) {
    assertThat(wish(value)).isZero();
  }

  @Test
  void aDateFarAwayMeansADay() {
    assertThat(wish("Fri, 31 Dec 9999 23:59:59 GMT")).isEqualTo(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "soon",
        "٣",
        "1 s",
        "1,2",
        "0x10",
        "Sun, 99 Nov"
      })
  void nonsenseSaysNothing(String value) {
    assertThat(wish(value)).isNull();
  }

  @Test
  void noHeaderSaysNothing() {
    assertThat(RetryAfter.of(Headers.of(), TestTiming.START)).isNull();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void thePauseIsAsLongAsTheServerAsks(Style style) {
    assertThat(pauseAfter(style, "30")).isEqualTo(Duration.ofSeconds(30));
    assertThat(pauseAfter(style, "Sun, 22 Nov 2026 12:01:30 GMT"))
        .isEqualTo(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aWishThatIsPastOrShorterOrNonsenseLeavesTheOwnPause(Style style) {
    for (String value : new String[] {"0", "-5", "soon", "Sun, 22 Nov 2026 11:00:00 GMT"}) {
      assertThat(pauseAfter(style, value)).isEqualTo(Duration.ofMillis(125));
    }
  }

  private static Duration pauseAfter(Style style, String value) {
    Reply busy = Reply.of(503).header("Retry-After", value);
    TestTiming timing = new TestTiming();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder().endpoint(store.endpoint()).timing(timing).build()) {
      store.enqueue(Fault.reply(busy, Work.NEVER));
      style.commit(client, store.openSession());
      assertThat(store.requests()).hasSize(2);
    }
    assertThat(timing.pauses()).hasSize(1);
    return timing.pauses().get(0);
  }

  private static Duration wish(String value) {
    Headers headers = new Headers.Builder().addUnsafeNonAscii("Retry-After", value).build();
    return RetryAfter.of(headers, TestTiming.START);
  }
}
