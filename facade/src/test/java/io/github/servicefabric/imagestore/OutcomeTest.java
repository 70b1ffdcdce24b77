package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What several attempts add up to. */
class OutcomeTest {
  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();
  private UUID id;

  @BeforeEach
  void open() {
    id = store.openSession();
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void afterALostAnswerA200SettlesIt(Style style) {
    store.enqueue(Fault.lostAnswer(Work.DONE));
    style.commit(client, id);
    assertThat(store.isCommitted(id)).isTrue();
    assertThat(store.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void afterALostAnswerAForgottenSessionSettlesNothing(Style style) {
    store.enqueue(Fault.lostAnswer(Work.DONE));
    store.enqueue(Fault.failOver());

    OutcomeUnknownException e = unknown(style);

    assertThat(store.isCommitted(id)).isTrue();
    assertThat(e.attempts()).isEqualTo(2);
    assertThat(e.sessionId()).contains(id);
    assertThat(e)
        .hasCauseInstanceOf(FabricErrorException.class)
        .hasMessageContaining("outcome unknown, HTTP 400 E_INVALIDARG")
        .hasMessageContaining("An earlier attempt may have committed it: look for the file");
    assertThat(e.getSuppressed()).hasSize(1).hasOnlyElementsOfType(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"400,E_INVALIDARG", "404,NotFound", "401,''", "403,''", "409,X", "500,E_FAIL"})
  void afterAnOpenAttemptNoRefusalSettlesAnything(int status, String code) {
    for (Style style : Style.values()) {
      for (Fault open :
          new Fault[] {
            Fault.lostAnswer(Work.NEVER),
            Fault.error(500, "OperationsPending", Work.NEVER),
            Fault.error(502, "FABRIC_E_GATEWAY_NOT_REACHABLE", Work.NEVER),
            Fault.error(503, "FABRIC_E_NOT_PRIMARY", Work.NEVER),
            Fault.error(504, "FABRIC_E_TIMEOUT", Work.LATE)
          }) {
        store.enqueue(open);
        store.enqueue(Fault.error(status, code, Work.NEVER));
        OutcomeUnknownException e = unknown(style);
        assertThat(e.attempts()).isEqualTo(2);
        assertThat(((FabricErrorException) e.getCause()).statusCode()).isEqualTo(status);
        assertThat(e).hasMessageContaining("look for the file in the image store");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anUnknownOutcomeSaysFirstWhatIsInTheWayNow(Style style) {
    store.enqueue(Fault.lostAnswer(Work.NEVER));
    store.enqueue(Fault.error(401, "", Work.NEVER));
    assertThat(unknown(style))
        .hasMessageContaining("a token that this cluster accepts. Then commit the same session")
        .hasMessageContaining("That is safe while the image store remembers the session");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anUnknownOutcomeThatEndsWithoutAConnectionSaysToCommitAgain(Style style) {
    store.enqueue(Fault.lostAnswer(Work.DONE));
    String endpoint = store.endpoint();
    try (ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint(endpoint)
            .timing(new TestTiming())
            .attemptListener(first -> store.close())
            .build()) {
      assertThat(
              catchThrowableOfType(OutcomeUnknownException.class, () -> style.commit(client, id)))
          .hasMessageContaining("no connection to " + endpoint)
          .hasMessageContaining("Commit the same session again. That is safe");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void afterARefusalThatPassedAnotherRefusalIsWhatTheClusterSaid(Style style) {
    store.enqueue(Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER));
    store.enqueue(Fault.page(503));
    store.enqueue(Fault.failOver());

    var refused = catchThrowableOfType(FabricErrorException.class, () -> style.commit(client, id));

    assertThat(refused.code()).isEqualTo("E_INVALIDARG");
    assertThat(refused.attempts()).isEqualTo(3);
    assertThat(refused).hasMessageContaining("not committed, HTTP 400 E_INVALIDARG");
    assertThat(refused.getSuppressed())
        .hasSize(2)
        .extracting(e -> ((FabricErrorException) e).statusCode())
        .containsExactly(503, 503);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anOpenAttemptAmongRefusalsLeavesTheCallOpen(Style style) {
    store.enqueue(Fault.page(503));
    store.enqueue(Fault.error(504, "FABRIC_E_TIMEOUT", Work.LATE));
    store.enqueue(Fault.page(503));

    OutcomeUnknownException e = unknown(style);

    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.getCause()).hasMessageContaining("attempt 3 was answered HTTP 503");
    store.finishLateWork();
    assertThat(store.isCommitted(id)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anotherCommitThatOutlastsAllAttemptsLeavesItUnknown(Style style) {
    store.beginOtherCommit(id);
    OutcomeUnknownException e = unknown(style);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e).hasMessageContaining("Another commit for the same path is running");

    store.finishOtherCommit(id);
    style.commit(client, id);
    assertThat(store.isCommitted(id)).isTrue();
  }

  private OutcomeUnknownException unknown(Style style) {
    return catchThrowableOfType(OutcomeUnknownException.class, () -> style.commit(client, id));
  }
}
