package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.CallOptions;
import io.github.servicefabric.imagestore.internal.call.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long what is tidied up may take, and what an interrupt has to do with it. */
class CallsTest {
  private static final Duration SOON = Duration.ofMillis(500);

  private final HandClock clock = new HandClock();

  private static Duration limitOfTidying(Calls calls) {
    Duration[] limit = new Duration[1];
    calls.tidy(true, own -> limit[0] = own.deadline().left());
    return limit[0];
  }

  @Test
  void tidyingHasFiveSeconds() {
    assertThat(limitOfTidying(clock.calls(CallOptions.defaults())))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void tidyingHasNoMoreThanIsLeftOfTheDeadline() {
    Calls calls = clock.calls(CallOptions.builder().deadline(Duration.ofSeconds(10)).build());
    clock.pass(Duration.ofSeconds(7));
    assertThat(limitOfTidying(calls)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void afterTheDeadlineTidyingIsShort() {
    Calls calls = clock.calls(CallOptions.builder().deadline(Duration.ofSeconds(10)).build());
    clock.pass(Duration.ofSeconds(10));
    assertThat(limitOfTidying(calls)).isEqualTo(SOON);
  }

  @Test
  void afterAnEndTidyingIsShort() {
    Calls calls = clock.calls(CallOptions.defaults());
    calls.end(Ending.CANCELLED);
    assertThat(limitOfTidying(calls)).isEqualTo(SOON);
  }

  /** Its flag is put aside meanwhile, or nothing could be sent. */
  @Test
  void anInterruptedThreadTidiesShortlyAndStaysInterrupted() {
    Calls calls = clock.calls(CallOptions.defaults());
    Thread.currentThread().interrupt();
    boolean[] during = new boolean[1];
    Duration[] limit = new Duration[1];
    calls.tidy(
        false,
        own -> {
          during[0] = Thread.currentThread().isInterrupted();
          limit[0] = own.deadline().left();
        });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(during[0]).isFalse();
    assertThat(limit[0]).isEqualTo(SOON);
  }
}
