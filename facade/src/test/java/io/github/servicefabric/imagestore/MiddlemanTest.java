package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.Middleman.Deed;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With a middleman that cuts, answers for the gateway, closes idle connections and forgets flows:
 * no outcome is untrue, and none is "unknown" where the middleman left nothing open.
 */
class MiddlemanTest {
  private static final int COMMITS = 2000;

  private enum Outcome {
    COMMITTED,
    NOT_COMMITTED,
    UNKNOWN
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whatIsToldIsTrueAndUnknownOnlyWhereItIs(Style style) {
    long seed = Long.getLong("imagestore.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Deed> met = new CopyOnWriteArrayList<>();
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    try (FakeImageStore store = FakeImageStore.start();
        Middleman middleman =
            new Middleman(
                store.endpoint(),
                () -> {
                  met.add(deed(random));
                  return met.get(met.size() - 1);
                });
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(middleman.endpoint())
                .timing(new NoPauses())
                .build()) {
      for (int i = 0; i < COMMITS; i++) {
        UUID id = random.nextInt(8) == 0 ? store.openIncompleteSession() : store.openSession();
        met.clear();
        middleman.awaitQuiet();
        int leftOpen = middleman.leftOpen();

        Outcome outcome = outcome(style, client, id);

        String told = "seed " + seed + ", commit " + i + ", " + met + " ended " + outcome;
        if (outcome == Outcome.UNKNOWN) {
          assertThat(middleman.leftOpen()).as(told).isGreaterThan(leftOpen);
        } else {
          assertThat(store.isCommitted(id)).as(told).isEqualTo(outcome == Outcome.COMMITTED);
        }
        counts.merge(outcome, 1, Integer::sum);
      }
    }
    // Each has to have come up, or nothing is proven.
    assertThat(counts).as("seed " + seed).hasSize(3);
    assertThat(counts.values()).allMatch(count -> count > COMMITS / 100);
  }

  private static Deed deed(Random random) {
    Deed[] deeds = Deed.values();
    synchronized (random) {
      return random.nextInt(3) == 0 ? deeds[random.nextInt(deeds.length)] : Deed.PASS_ON;
    }
  }

  private static Outcome outcome(Style style, ImageStoreClient client, UUID id) {
    try {
      style.commit(client, id);
      return Outcome.COMMITTED;
    } catch (OutcomeUnknownException e) {
      return Outcome.UNKNOWN;
    } catch (ImageStoreException e) {
      return Outcome.NOT_COMMITTED;
    }
  }
}
