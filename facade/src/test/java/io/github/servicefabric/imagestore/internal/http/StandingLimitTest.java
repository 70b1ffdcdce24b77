package io.github.servicefabric.imagestore.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;
import org.junit.jupiter.api.Test;

class StandingLimitTest {
  private static final int LIMITS = 2000;
  private static final int CALLS = 300;

  @Test
  void whileItStandsNoLaterLimitWakesTheWatchdog() {
    StandingLimit standing = new StandingLimit(Duration.ofHours(1));
    standing.stand();
    try {
      long wakesBefore = wakes();
      for (int i = 0; i < LIMITS; i++) {
        standing.stand();
        AsyncTimeout limit = new AsyncTimeout();
        limit.timeout(2, TimeUnit.HOURS);
        limit.enter();
        Thread.yield();
        limit.exit();
      }
      // What other tests have left behind may wake it, too.
      assertThat(wakes() - wakesBefore).isLessThan(LIMITS / 20);
    } finally {
      standing.end();
    }
  }

  @Test
  void callsOneAfterTheOtherWakeNoThread() {
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
      client.getUploadSession(UUID.randomUUID());
      long wakesBefore = wakes();
      for (int i = 0; i < CALLS; i++) {
        client.getUploadSession(UUID.randomUUID());
      }
      assertThat(wakes() - wakesBefore).isLessThan(CALLS / 2);
    }
  }

  @Test
  void onceItIsOverItStandsNoMoreAndCanStandAgain() throws Exception {
    StandingLimit standing = new StandingLimit(Duration.ofNanos(1));
    for (int i = 0; i < 3; i++) {
      standing.stand();
      while (standing.stands()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void itsEndMayComeAtAnyTime() {
    StandingLimit standing = new StandingLimit(Duration.ofHours(1));
    standing.end();
    standing.stand();
    standing.stand();
    assertThat(standing.stands()).isTrue();
    standing.end();
    standing.end();
    assertThat(standing.stands()).isFalse();
  }

  private static long wakes() {
    long[] threads = ManagementFactory.getThreadMXBean().getAllThreadIds();
    for (var thread : ManagementFactory.getThreadMXBean().getThreadInfo(threads)) {
      if (thread != null && thread.getThreadName().equals("Okio Watchdog")) {
        return thread.getWaitedCount();
      }
    }
    return 0;
  }
}
