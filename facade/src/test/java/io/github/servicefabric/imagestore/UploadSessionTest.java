package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that are lost, keep nothing, or are somebody else's. */
class UploadSessionTest extends FaultyUpload {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aFailoverBeforeAnyChunkCostsWhatWasLost(int before) throws Exception {
    Fault[] faults = new Fault[before + 1];
    java.util.Arrays.fill(faults, Fault.none());
    faults[before] = Fault.failOver();
    store.on(CHUNK, faults);
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo((PARTS + before) * (long) MIB);
    assertThat(result.verified()).isTrue();
  }

  @Test
  void aFailoverAtEveryChunkInTurnWithManyAtOnceEndsWhole() throws Exception {
    for (int i = 0; i < PARTS; i++) {
      store.on(CHUNK, Fault.none().thenFailOver());
    }
    client.upload(file, PATH, SMALL_PARTS);
    isWhole();
  }

  @Test
  void aFailoverBetweenTheQuestionAndTheCommitSendsAllAgain() throws Exception {
    store.on(COMMIT, Fault.failOver());
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo(2L * PARTS * MIB);
  }

  @Test
  void aSessionThatNeverKeepsWhatItIsSentEnds() {
    store.faultsFrom(request -> CHUNK.test(request) ? Fault.notRecorded() : Fault.none());
    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE))
        .withMessageContaining("the session lacks " + PARTS * MIB + " bytes");
    assertThat(count(StoreOperation.UPLOAD_CHUNK)).isLessThan(20L * PARTS);
  }

  @Test
  void aSessionThatKeepsLittleOfWhatItIsSentEndsWhole() throws Exception {
    Path large = TestFiles.write(folder.resolve("twelve parts"), 12 * MIB, 3);
    AtomicBoolean keeps = new AtomicBoolean();
    store.faultsFrom(
        request -> {
          if (request.asksFor(StoreOperation.GET_SESSION)) {
            keeps.set(true);
          }
          return CHUNK.test(request) && !keeps.getAndSet(false)
              ? Fault.notRecorded()
              : Fault.none();
        });
    client.upload(large, PATH, ONE_BY_ONE);
    assertThat(store.content(PATH).orElseThrow().matches(large)).isTrue();
  }

  /** Of another path, or of another size. */
  @ParameterizedTest
  @CsvSource({"409,FABRIC_E_UPLOAD_SESSION_ID_CONFLICT", "400,E_INVALIDARG"})
  void aSessionThatTakesNoChunkOfThisFileIsLeftToOthers(int status, String code) throws Exception {
    store.on(CHUNK, Fault.error(status, code, Work.NEVER));
    UploadResult result = client.upload(file, PATH, SMALL_PARTS);
    isWhole();
    isLeftToOthers(store.requests().get(0).sessionId(), result);
  }

  @ParameterizedTest
  @CsvSource({"App/other.bin,6291456", "App/large.bin,6291457"})
  void aSessionThatIsSaidToBeOfAnotherFileIsLeftToOthers(String path, long size) throws Exception {
    store.on(asksFor(StoreOperation.GET_SESSION), complete(path, size));
    UploadResult result = client.upload(file, PATH, SMALL_PARTS);
    isWhole();
    SeenRequest first = store.requests().get(0);
    isLeftToOthers(first.sessionId(), result);
    assertThat(store.requests())
        .filteredOn(CHUNK)
        .noneMatch(chunk -> first.sessionId().equals(chunk.sessionId()));
  }

  private void isLeftToOthers(UUID session, UploadResult result) {
    UUID own = result.sessionId().orElseThrow();
    assertThat(own).isNotEqualTo(session);
    assertThat(store.requests())
        .filteredOn(asksFor(StoreOperation.DELETE_SESSION))
        .extracting(SeenRequest::sessionId)
        .containsExactly(own);
  }

  @Test
  void aSessionThatNoOtherCallFindsIsNotKept() {
    store.on(
        CHUNK,
        Fault.error(409, "FABRIC_E_UPLOAD_SESSION_ID_CONFLICT", Work.NEVER),
        Fault.none(),
        Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE))
        .matches(e -> e.statusCode() == 403);
    assertThat(count(StoreOperation.UPLOAD_CHUNK)).isEqualTo(3);
    assertThat(client.listUploadSessions(PATH)).isEmpty();
  }

  @Test
  void whereEverySessionIsAnothersItEnds() {
    store.faultsFrom(
        request ->
            CHUNK.test(request)
                ? Fault.error(409, "FABRIC_E_UPLOAD_SESSION_ID_CONFLICT", Work.NEVER)
                : Fault.none());
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE))
        .matches(e -> e.statusCode() == 409);
    assertThat(count(StoreOperation.UPLOAD_CHUNK)).isLessThan(20);
    assertThat(count(StoreOperation.DELETE_SESSION)).isZero();
  }

  @Test
  void aRefusalToTellOfTheSessionIsTold() {
    store.on(asksFor(StoreOperation.GET_SESSION), Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, SMALL_PARTS))
        .matches(e -> e.statusCode() == 403);
    assertThat(store.bodyBytes()).isZero();
  }

  @Test
  void theSessionIsDeletedLast() {
    client.upload(file, PATH, SMALL_PARTS);
    List<SeenRequest> all = store.requests();
    assertThat(all.get(all.size() - 1).operation()).isEqualTo(StoreOperation.DELETE_SESSION);
    assertThat(all.get(all.size() - 2).operation()).isEqualTo(StoreOperation.GET_CONTENT);
  }
}
