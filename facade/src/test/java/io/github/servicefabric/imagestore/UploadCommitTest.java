package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever becomes of a commit or its answer, the file is whole in the end, or the call says no.
 */
class UploadCommitTest extends FaultyUpload {
  private static final UploadOptions UNVERIFIED =
      UploadOptions.builder().partSize(MIB).parallelism(1).verify(false).build();

  @ParameterizedTest
  @EnumSource(Work.class)
  void aCommitWhoseAnswerIsLostIsSettled(Work work) throws Exception {
    store.on(COMMIT, Fault.lostAnswer(work));
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    // One at the beginning, one before the commit, and at most one for what was lost.
    assertThat(count(StoreOperation.GET_SESSION)).isBetween(2L, 3L);
    assertThat(result.bytesSent()).isEqualTo((long) PARTS * MIB);
  }

  @Test
  void aCommitDoneAndForgottenIsKnownByTheNewVersion() throws Exception {
    client.upload(file, PATH, ONE_BY_ONE);
    TestFiles.write(file, PARTS * MIB, 2);
    store.on(COMMIT, Fault.lostAnswer(Work.DONE).thenFailOver());
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo((long) PARTS * MIB);
  }

  @Test
  void aCommitLostAndForgottenIsNotTakenForDoneByTheOldFile() throws Exception {
    client.upload(file, PATH, ONE_BY_ONE);
    TestFiles.write(file, PARTS * MIB, 2);
    store.on(COMMIT, Fault.lostAnswer(Work.NEVER).thenFailOver());
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo(2L * PARTS * MIB);
  }

  @Test
  void aCommitLostAndForgottenIsNotTakenForDoneByAnothersFile() throws Exception {
    store.on(COMMIT, Fault.lostAnswer(Work.NEVER).thenFailOver());
    store.on(asksFor(StoreOperation.GET_CONTENT), Fault.none(), listed(7, 99));
    client.upload(file, PATH, UNVERIFIED);
    isWhole();
  }

  /** Where only the commit was left to do, nobody looked at what the path had before. */
  @Test
  void aCommitOfACompleteSessionLostAndForgottenIsNotTakenForDoneByTheOldFile() throws Exception {
    client.upload(file, PATH, ONE_BY_ONE);
    TestFiles.write(file, PARTS * MIB, 2);
    store.on(COMMIT, Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE));
    store.on(COMMIT, Fault.lostAnswer(Work.NEVER).thenFailOver());
    client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
  }

  /** What the session says comes before what the path has, which another may have committed. */
  @Test
  void aCommitLostInASessionThatLacksSomethingIsNotTakenForDone() throws Exception {
    Fault lost = Fault.lostAnswer(Work.NEVER);
    store.on(COMMIT, lost, lost, lost);
    store.on(
        asksFor(StoreOperation.GET_SESSION),
        Fault.none(),
        Fault.none(),
        session(PATH, PARTS * MIB, "{\"StartPosition\":\"0\",\"EndPosition\":\"9\"}"));
    store.on(asksFor(StoreOperation.GET_CONTENT), Fault.none(), listed(PARTS * MIB, 99));
    client.upload(file, PATH, UNVERIFIED);
    isWhole();
  }

  @Test
  void commitsWhoseAnswersAreAllLostEnd() {
    store.faultsFrom(request -> COMMIT.test(request) ? Fault.lostAnswer(Work.NEVER) : Fault.none());
    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE));
    assertThat(count(StoreOperation.COMMIT_SESSION)).isBetween(2L, 50L);
  }

  @Test
  void aCommitThatFindsTheSessionGoneSendsAllAgain() throws Exception {
    store.on(COMMIT, Fault.notFound().afterFailOver());
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo(2L * PARTS * MIB);
  }

  @Test
  void aCommitThatFindsNoImageStoreIsTold() {
    store.on(COMMIT, Fault.error(404, "FABRIC_E_SERVICE_DOES_NOT_EXIST", Work.NEVER));
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE))
        .withMessageContaining("copy the package there");
    assertThat(count(StoreOperation.COMMIT_SESSION)).isEqualTo(1);
  }

  @Test
  void aCommitThatTimesOutAndIsThenRefusedIsSettled() throws Exception {
    store.on(
        COMMIT,
        Fault.error(504, "FABRIC_E_TIMEOUT", Work.DONE),
        Fault.error(400, "E_INVALIDARG", Work.NEVER));
    client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(count(StoreOperation.GET_SESSION)).isEqualTo(3);
  }

  @Test
  void aCommitRefusedWithNothingMissingBeginsOnceMore() throws Exception {
    store.on(COMMIT, Fault.error(400, "E_INVALIDARG", Work.NEVER));
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    // One at the beginning, one before each commit, and one for the refusal.
    assertThat(count(StoreOperation.GET_SESSION)).isEqualTo(4);
    assertThat(result.bytesSent()).isEqualTo(2L * PARTS * MIB);
  }

  @Test
  void aCommitRefusedTwiceWithNothingMissingIsTold() {
    Fault refused = Fault.error(400, "E_INVALIDARG", Work.NEVER);
    store.on(COMMIT, refused, refused);
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE))
        .withMessageContaining("the session lacked nothing");
    assertThat(store.content(PATH)).isEmpty();
    assertThat(client.listUploadSessions(PATH)).isEmpty();
  }

  @Test
  void aCommitsTimeoutGrowsWithTheFileUnlessItIsSet() throws Exception {
    Path large = TestFiles.sparse(folder.resolve("large"), 3L << 30);
    Fault complete = complete(PATH, 3L << 30);
    store.on(asksFor(StoreOperation.GET_SESSION), complete, complete);
    Fault done = Fault.reply(Reply.of(200), Work.NEVER);
    store.on(COMMIT, done, done);
    UploadOptions.Builder options = UploadOptions.builder().verify(false);
    UploadResult result = client.upload(large, PATH, options.build());
    client.upload(
        large,
        PATH,
        options.call(CallOptions.builder().timeout(Duration.ofSeconds(170)).build()).build());
    List<Long> timeouts =
        store.requests().stream().filter(COMMIT).map(SeenRequest::timeoutSeconds).toList();
    assertThat(timeouts).containsExactly(90L, 170L);
    assertThat(result.verified()).isFalse();
  }
}
