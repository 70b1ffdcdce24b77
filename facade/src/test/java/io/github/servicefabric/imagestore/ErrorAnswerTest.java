package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of what a live gateway answers; the table itself is looked at in VerdictsTest. */
class ErrorAnswerTest {
  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | E_INVALIDARG                          | another size than announced",
        "400 | FABRIC_E_INVALID_UPLOAD_SESSION_ID    | under a new session",
        "400 | FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE | another size than announced",
        "401 | FABRIC_E_SERVER_AUTHENTICATION_FAILED | token",
        "403 | E_ACCESSDENIED                        | credentials",
        "404 | NotFound                              | Send all chunks again under a new session",
        "404 | FABRIC_E_SERVICE_DOES_NOT_EXIST       | keeps packages in a folder",
        "404 | FABRIC_E_FILE_NOT_FOUND               | Check the endpoint and its path",
        "409 | FABRIC_E_UPLOAD_SESSION_ID_CONFLICT   | under a new session",
        "413 | FABRIC_E_VALUE_TOO_LARGE              | Check the endpoint",
        "500 | E_FAIL                                | Look for the request id in the cluster's traces",
        "500 | FABRIC_E_IMAGESTORE_IOERROR           | Look for the request id in the cluster's traces",
        "500 | SomethingNoListHas                    | Look for the request id in the cluster's traces"
      })
  void anErrorThatNoFurtherAttemptMendsIsToldAtOnce(int status, String code, String advice) {
    for (Style style : Style.values()) {
      UUID id = store.openSession();
      store.enqueue(Fault.error(status, code, Work.NEVER));
      FabricErrorException e = refused(style, id);
      assertThat(e.statusCode()).isEqualTo(status);
      assertThat(e.code()).isEqualTo(code);
      assertThat(e.fabricMessage()).isEqualTo("An injected fault.");
      assertThat(e.sessionId()).contains(id);
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(e)
          .hasNoCause()
          .hasNoSuppressedExceptions()
          .hasMessageContaining(advice)
          .hasMessageContaining("HTTP " + status + " " + code + ": \"An injected fault.\"")
          .hasMessageContaining("request id " + e.requestId() + ", 1 attempt)");
      assertThat(e.getMessage()).doesNotContain("\n");
    }
    assertThat(store.requests())
        .filteredOn(request -> request.operation() == StoreOperation.COMMIT_SESSION)
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | OperationsPending                        | Another commit for the same path is running",
        "502 | FABRIC_E_GATEWAY_NOT_REACHABLE           | Wait until the cluster is well again",
        "503 | FABRIC_E_NOT_READY                       | Wait until the cluster is well again",
        "503 | FABRIC_E_NOT_PRIMARY                     | Wait until the cluster is well again",
        "503 | FABRIC_E_NO_WRITE_QUORUM                 | Wait until the cluster is well again",
        "503 | FABRIC_E_RECONFIGURATION_PENDING         | Wait until the cluster is well again",
        "503 | FABRIC_E_SERVICE_OFFLINE                 | Wait until the cluster is well again",
        "503 | FABRIC_E_REPLICATION_QUEUE_FULL          | Wait until the cluster is well again",
        "503 | FABRIC_E_OBJECT_CLOSED                   | Wait until the cluster is well again",
        "503 | FABRIC_E_CONNECTION_CLOSED_BY_REMOTE_END | Wait until the cluster is well again",
        "503 | E_ABORT                                  | Wait until the cluster is well again",
        "504 | FABRIC_E_TIMEOUT                         | with a longer timeout",
        "504 | FABRIC_E_OPERATION_NOT_COMPLETE          | with a longer timeout",
        "504 | FABRIC_E_COMMUNICATION_ERROR             | with a longer timeout"
      })
  void anErrorBehindWhichTheWorkMayGoOnIsTriedAgainAndUnknownInTheEnd(
      int status, String code, String advice) {
    for (Style style : Style.values()) {
      for (int i = 0; i < 3; i++) {
        store.enqueue(Fault.error(status, code, Work.NEVER));
      }
      UUID id = store.openSession();
      var e = catchThrowableOfType(OutcomeUnknownException.class, () -> style.commit(client, id));
      assertThat(e.attempts()).isEqualTo(3);
      assertThat(e)
          .hasMessageContaining("outcome unknown")
          .hasMessageContaining(advice)
          .hasMessageContaining("safe while the image store remembers the session")
          .hasCauseInstanceOf(FabricErrorException.class);
      FabricErrorException last = (FabricErrorException) e.getCause();
      assertThat(last.statusCode()).isEqualTo(status);
      assertThat(last.code()).isEqualTo(code);
      assertThat(last).hasMessageContaining("attempt 3 was answered HTTP " + status + " " + code);
      assertThat(e.getSuppressed()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void throttlingIsTriedAgainYetARefusalInTheEnd(Style style) {
    for (int i = 0; i < 3; i++) {
      store.enqueue(Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER));
    }
    FabricErrorException e = refused(style, store.openSession());
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e).hasMessageContaining("after a pause");
  }

  @ParameterizedTest
  @CsvSource({"401,token", "403,firewall"})
  void whoIsTurnedAwayAtTheDoorIsToldWhatToShow(int status, String advice) {
    Reply bare = Reply.of(status).header("WWW-Authenticate", "Bearer");
    for (Style style : Style.values()) {
      store.enqueue(Fault.reply(bare, Work.NEVER));
      FabricErrorException e = refused(style, store.openSession());
      assertThat(e.statusCode()).isEqualTo(status);
      assertThat(e.code()).isEmpty();
      assertThat(e.fabricMessage()).isEmpty();
      assertThat(e.challenge()).isEqualTo("Bearer");
      assertThat(e).hasMessageContaining("HTTP " + status + ": \"").hasMessageContaining(advice);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Negotiate", "NTLM", "Basic realm=\"proxy\""})
  void aLogInThatNoTokenAnswersIsToldAsThat(String challenge) {
    Reply login = Reply.of(401).header("WWW-Authenticate", challenge);
    for (Style style : Style.values()) {
      store.enqueue(Fault.reply(login, Work.NEVER));
      FabricErrorException e = refused(style, store.openSession());
      assertThat(e.challenge()).isEqualTo(challenge);
      assertThat(e)
          .hasMessageContaining("asks for " + challenge)
          .hasMessageContaining("No token answers that");
      assertThat(e.getMessage()).doesNotContain("Give the client a token");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 411, 413, 503})
  void aPageOfTheHttpLayerIsARefusalThatShowsHowItBegins(int status) {
    int attempts = status == 503 ? 3 : 1;
    for (Style style : Style.values()) {
      for (int i = 0; i < attempts; i++) {
        store.enqueue(Fault.page(status));
      }
      FabricErrorException e = refused(style, store.openSession());
      assertThat(e.statusCode()).isEqualTo(status);
      assertThat(e.code()).isEmpty();
      assertThat(e).hasMessageContaining("\"<!DOCTYPE HTML ");
      assertThat(e.attempts()).isEqualTo(attempts);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theWordNullIsKeptAsSentButIsNoTextForPeople(Style style) {
    FabricErrorException e = refused(style, UUID.randomUUID());
    assertThat(e.code()).isEqualTo("E_INVALIDARG");
    assertThat(e.fabricMessage()).isEqualTo("Null");
    assertThat(e.getMessage()).doesNotContain("Null").contains("HTTP 400 E_INVALIDARG (");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theSituationsOfALiveClusterEndAsTheySay(Style style) {
    UUID incomplete = store.openIncompleteSession();
    FabricErrorException missing = refused(style, incomplete);
    assertThat(missing.missingRanges()).hasSize(1);
    assertThat(missing)
        .hasMessageContaining(
            "The session lacks " + missing.missingRanges().get(0) + ": send that");
    store.receiveLastChunk(incomplete);
    style.commit(client, incomplete);
    style.commit(client, incomplete);

    UUID lost = store.openSession();
    store.failOver();
    assertThat(refused(style, lost)).hasMessageContaining("expired 30 minutes after");

    store.removeImageStoreService();
    assertThat(refused(style, lost)).hasMessageContaining("folder");

    store.runOnLinux();
    assertThat(refused(style, lost)).hasMessageContaining("has no upload sessions, as on Linux");
  }

  private FabricErrorException refused(Style style, UUID id) {
    return catchThrowableOfType(FabricErrorException.class, () -> style.commit(client, id));
  }
}
