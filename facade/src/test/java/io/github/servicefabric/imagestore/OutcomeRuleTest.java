package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rule that holds the outcomes together: against a store that knows the truth, no call reports
 * failure for a commit that it made happen, nor success for one that did not happen, and none says
 * "unknown" where a plain answer was at hand.
 */
class OutcomeRuleTest {
  private static final int SEQUENCES = 2000;

  /** Short, for it is real time, and it ends nothing but requests without an answer. */
  private static final Duration DEADLINE = Duration.ofMillis(40);

  private static final List<String> OPEN_503 =
      List.of("FABRIC_E_NOT_READY", "FABRIC_E_NOT_PRIMARY", "E_ABORT", "FABRIC_E_OBJECT_CLOSED");

  /** A fault, and whether what the client then sees leaves open what became of the work. */
  private record Move(String name, Fault fault, boolean leavesOpen, boolean hangs) {
    static Move open(String name, Fault fault) {
      return new Move(name, fault, true, false);
    }

    @Override
    public String toString() {
      return name;
    }

    static Move plain(String name, Fault fault) {
      return new Move(name, fault, false, false);
    }
  }

  /** A store, and a client that knows no other. */
  private record Pair(FakeImageStore store, ImageStoreClient client) implements AutoCloseable {
    static Pair start() {
      FakeImageStore store = FakeImageStore.start();
      return new Pair(
          store,
          ImageStoreClient.builder().endpoint(store.endpoint()).timing(new NoPauses()).build());
    }

    @Override
    public void close() {
      client.close();
      store.close();
    }
  }

  private enum Outcome {
    COMMITTED,
    NOT_COMMITTED,
    UNKNOWN
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void noOutcomeContradictsTheStore(Style style) {
    long seed = Long.getLong("imagestore.seed", System.nanoTime());
    System.out.println("OutcomeRuleTest " + style + ": -Dimagestore.seed=" + seed);
    Random random = new Random(seed);
    int[] outcomes = new int[Outcome.values().length];
    int plain = 0;
    try (Pair usual = Pair.start()) {
      for (int i = 0; i < SEQUENCES; i++) {
        List<Move> moves = moves(random);
        boolean hangs = moves.stream().anyMatch(Move::hangs);
        // What a deadline leaves on its way may arrive later, in the middle of another sequence.
        try (Pair own = hangs ? Pair.start() : null) {
          FakeImageStore store = own == null ? usual.store() : own.store();
          ImageStoreClient client = own == null ? usual.client() : own.client();
          UUID id = session(store, random);
          boolean before = random.nextInt(8) == 0 && committedByAnother(store, client, id);
          boolean pending = !before && random.nextInt(10) == 0 && begun(store, id);
          store.clearFaults();
          moves.forEach(move -> store.enqueue(move.fault()));
          long sent = store.requestCount();

          Outcome outcome = outcome(style, client, id, hangs);

          long come = store.requestCount() - sent;
          List<Move> met = moves.subList(0, (int) Math.min(moves.size(), come));
          store.clearFaults();
          store.finishLateWork();
          String told =
              "seed " + seed + ", sequence " + i + ", " + style + ", " + met + " ended " + outcome;
          boolean committed = store.isCommitted(id);
          if (outcome == Outcome.COMMITTED) {
            assertThat(committed).as(told).isTrue();
          }
          if (outcome == Outcome.NOT_COMMITTED) {
            assertThat(committed && !before).as(told).isFalse();
          }
          // A deadline may cut off an answer that would have been plain.
          if (!hangs && !pending && met.stream().noneMatch(Move::leavesOpen)) {
            plain++;
            assertThat(outcome).as(told).isNotEqualTo(Outcome.UNKNOWN);
          }
          outcomes[outcome.ordinal()]++;
        }
      }
    }
    // Each outcome has to have come up, or the sequences prove nothing.
    assertThat(Arrays.stream(outcomes).min().getAsInt()).isGreaterThan(SEQUENCES / 20);
    assertThat(plain).isGreaterThan(SEQUENCES / 5);
  }

  private static UUID session(FakeImageStore store, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> UUID.randomUUID();
      case 1 -> store.openIncompleteSession();
      default -> store.openSession();
    };
  }

  private static boolean committedByAnother(
      FakeImageStore store, ImageStoreClient client, UUID id) {
    try {
      client.commitUploadSession(id);
    } catch (FabricErrorException e) {
      // An unknown or incomplete session; there is nothing to commit twice.
    }
    return store.isCommitted(id);
  }

  private static boolean begun(FakeImageStore store, UUID id) {
    try {
      store.beginOtherCommit(id);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Outcome outcome(Style style, ImageStoreClient client, UUID id, boolean hangs) {
    CallOptions options =
        hangs ? CallOptions.builder().deadline(DEADLINE).build() : CallOptions.defaults();
    try {
      style.commit(client, id, options);
      return Outcome.COMMITTED;
    } catch (OutcomeUnknownException e) {
      return Outcome.UNKNOWN;
    } catch (FabricErrorException | ImageStoreUnreachableException e) {
      return Outcome.NOT_COMMITTED;
    }
  }

  private static List<Move> moves(Random random) {
    List<Move> moves = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      moves.add(move(random));
    }
    return moves;
  }

  private static Move move(Random random) {
    Work work = Work.values()[random.nextInt(Work.values().length)];
    String code = OPEN_503.get(random.nextInt(OPEN_503.size()));
    return switch (random.nextInt(12)) {
      case 0, 1 -> Move.open("answer lost, " + work, Fault.lostAnswer(work));
      case 2 -> Move.open("504, " + work, Fault.error(504, "FABRIC_E_TIMEOUT", work));
      case 3 -> Move.open("503 " + code + ", " + work, Fault.error(503, code, work));
      case 4 -> Move.open("502, " + work, Fault.error(502, "FABRIC_E_GATEWAY_NOT_REACHABLE", work));
      case 5, 6 ->
          Move.plain("503 busy", Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER));
      case 7 -> Move.plain("503 page", Fault.page(503));
      case 8 -> Move.plain("failover", Fault.failOver());
      case 9 -> Move.plain("429", Fault.page(429));
      case 10 ->
          random.nextInt(6) == 0
              ? new Move("no answer, " + work, Fault.noAnswer(work), true, true)
              : Move.plain("500 E_FAIL", Fault.error(500, "E_FAIL", Work.NEVER));
      default -> Move.plain("no fault", Fault.none());
    };
  }
}
