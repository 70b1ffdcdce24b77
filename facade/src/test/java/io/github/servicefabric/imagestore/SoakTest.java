package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many commits at once, for a while, with faults: nothing is left behind, and no outcome
 * contradicts the store.
 */
@Tag("soak")
@Timeout(value = 5, unit = TimeUnit.HOURS)
class SoakTest {
  private static final int COMMITS = Integer.getInteger("imagestore.soak.commits", 50_000);
  private static final int AT_ONCE = 64;

  private enum Outcome {
    COMMITTED,
    NOT_COMMITTED,
    UNKNOWN
  }

  private record Ended(UUID sessionId, Outcome outcome) {}

  @Test
  void nothingIsLeftBehindAndEveryOutcomeAgreesWithTheStore() throws InterruptedException {
    OkHttpClient http = new OkHttpClient();
    ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
    try (FakeImageStore store = FakeImageStore.start()) {
      Random faults = new Random(7);
      store.faultsFrom(() -> fault(faults));
      try (ImageStoreClient client =
          ImageStoreClient.builder()
              .endpoint(store.endpoint())
              .httpClient(http)
              .timing(new NoPauses())
              .build()) {
        commitAll(store, client, ended);
      }
      assertThat(ended).hasSize(COMMITS);
      store.finishLateWork();
      Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
      for (Ended one : ended) {
        counts.merge(one.outcome(), 1, Integer::sum);
        if (one.outcome() != Outcome.UNKNOWN) {
          assertThat(store.isCommitted(one.sessionId()))
              .as("%s", one)
              .isEqualTo(one.outcome() == Outcome.COMMITTED);
        }
      }
      System.out.println("SoakTest: " + counts);
    }
    assertThat(http.connectionPool().connectionCount())
        .isEqualTo(http.connectionPool().idleConnectionCount());
    http.connectionPool().evictAll();
    for (Thread thread : ownThreads()) {
      thread.join(TimeUnit.SECONDS.toMillis(300));
    }
    assertThat(ownThreads()).isEmpty();
  }

  /** Cuts, answers for the gateway, idle connections that close and flows that are forgotten. */
  @Test
  void throughAMiddlemanNothingIsUntrueAndUnknownIsOnlyWhatHeLeftOpen()
      throws InterruptedException {
    Random random = new Random(8);
    ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
    try (FakeImageStore store = FakeImageStore.start();
        Middleman middleman = new Middleman(store.endpoint(), () -> deed(random));
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(middleman.endpoint())
                .timing(new NoPauses())
                .build()) {
      commitAll(store, client, ended);
      middleman.awaitQuiet();
      int unknown = 0;
      for (Ended one : ended) {
        if (one.outcome() == Outcome.UNKNOWN) {
          unknown++;
        } else {
          assertThat(store.isCommitted(one.sessionId()))
              .as("%s", one)
              .isEqualTo(one.outcome() == Outcome.COMMITTED);
        }
      }
      System.out.println(
          "SoakTest: " + middleman.leftOpen() + " requests left open, " + unknown + " unknown");
      assertThat(unknown).isLessThanOrEqualTo(middleman.leftOpen());
    }
  }

  private static Middleman.Deed deed(Random random) {
    Middleman.Deed[] deeds = Middleman.Deed.values();
    synchronized (random) {
      return random.nextInt(8) == 0 ? deeds[random.nextInt(deeds.length)] : Middleman.Deed.PASS_ON;
    }
  }

  private static void commitAll(
      FakeImageStore store, ImageStoreClient client, ConcurrentLinkedQueue<Ended> ended)
      throws InterruptedException {
    ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE / 2);
    Semaphore async = new Semaphore(AT_ONCE / 2);
    CountDownLatch left = new CountDownLatch(COMMITS);
    for (int i = 0; i < COMMITS / 2; i++) {
      UUID first = store.openSession();
      callers.execute(
          () -> {
            ended.add(new Ended(first, outcome(() -> client.commitUploadSession(first))));
            left.countDown();
          });
      UUID second = store.openSession();
      async.acquire();
      client
          .async()
          .commitUploadSession(second)
          .whenComplete(
              (done, failure) -> {
                ended.add(new Ended(second, outcome(failure)));
                async.release();
                left.countDown();
              });
    }
    assertThat(left.await(30, TimeUnit.MINUTES)).isTrue();
    callers.shutdown();
  }

  private static Outcome outcome(Runnable commit) {
    try {
      commit.run();
      return Outcome.COMMITTED;
    } catch (ImageStoreException e) {
      return outcome(e);
    }
  }

  private static Outcome outcome(Throwable failure) {
    if (failure == null) {
      return Outcome.COMMITTED;
    }
    return failure instanceof OutcomeUnknownException ? Outcome.UNKNOWN : Outcome.NOT_COMMITTED;
  }

  private static Fault fault(Random random) {
    Work work = Work.values()[random.nextInt(Work.values().length)];
    return switch (random.nextInt(40)) {
      case 0 -> Fault.lostAnswer(work);
      case 1 -> Fault.error(504, "FABRIC_E_TIMEOUT", work);
      case 2 -> Fault.error(503, "FABRIC_E_NOT_PRIMARY", work);
      case 3 -> Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER);
      case 4 -> Fault.error(500, "E_FAIL", Work.NEVER);
      case 5 -> Fault.page(503);
      default -> Fault.none();
    };
  }

  private static List<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("imagestore-"))
        .toList();
  }
}
