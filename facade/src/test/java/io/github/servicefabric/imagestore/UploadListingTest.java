package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the path has before an upload and after it. */
class UploadListingTest extends FaultyUpload {
  /** More requests than any of these uploads makes. */
  private static final int MANY = 300;

  @Test
  void aLookThatABusyClusterRefusesEndsNothing() throws Exception {
    Fault busy = Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER);
    store.on(asksFor(StoreOperation.GET_CONTENT), busy, busy, busy, busy);
    UploadResult result = client.upload(file, PATH, SMALL_PARTS);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo((long) PARTS * MIB);
    assertThat(result.verified()).isTrue();
  }

  @Test
  void aLookThatIsRefusedUntilTheCommitComesBeforeIt() throws Exception {
    client.upload(file, PATH, ONE_BY_ONE);
    TestFiles.write(file, PARTS * MIB, 2);
    AtomicInteger sent = new AtomicInteger();
    store.faultsFrom(
        request -> {
          if (CHUNK.test(request)) {
            sent.incrementAndGet();
          }
          return request.asksFor(StoreOperation.GET_CONTENT) && sent.get() < PARTS
              ? Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER)
              : Fault.none();
        });
    store.on(COMMIT, Fault.lostAnswer(Work.DONE).thenFailOver());
    UploadResult result = client.upload(file, PATH, SMALL_PARTS);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo((long) PARTS * MIB);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aLookThatIsAlwaysRefusedEnds(int parallelism) {
    AtomicInteger looks = new AtomicInteger();
    store.faultsFrom(
        request ->
            request.asksFor(StoreOperation.GET_CONTENT) && looks.incrementAndGet() < MANY
                ? Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER)
                : Fault.none());
    UploadOptions options = UploadOptions.builder().partSize(MIB).parallelism(parallelism).build();
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, options))
        .matches(e -> e.statusCode() == 503);
    assertThat(looks.get()).isLessThan(MANY);
  }

  @Test
  void aSizeListedOtherwiseIsSentOnceMoreThenTold() throws Exception {
    Path other = TestFiles.write(folder.resolve("other"), 10, 1);
    Predicate<SeenRequest> listing = asksFor(StoreOperation.GET_CONTENT);
    store.on(listing, Fault.none(), wrongSize());
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    assertThat(result.bytesSent()).isEqualTo(2L * PARTS * MIB);
    assertThat(result.verified()).isTrue();
    isWhole();
    // The image store takes a file for committed that was committed under the name already.
    assertThat(store.requests())
        .filteredOn(COMMIT)
        .extracting(SeenRequest::sessionId)
        .hasSize(2)
        .doesNotHaveDuplicates();

    store.on(listing, wrongSize(), wrongSize(), wrongSize());
    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> client.upload(other, PATH))
        .withMessageContaining("sent twice");
  }

  /** Whoever goes on in it would send nothing, and the path would still have another file. */
  @Test
  void aSessionWhoseFileIsNotListedIsNotGoneOnWith() {
    store.on(
        asksFor(StoreOperation.GET_CONTENT),
        Fault.none(),
        wrongSize(),
        Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    store.on(COMMIT, Fault.none(), Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE));
    SeenRequest first = store.requests().get(0);
    assertThat(client.getUploadSession(first.sessionId())).isEmpty();
  }

  @Test
  void anEmptyFileThatIsOverwrittenGoesInNoSession() throws Exception {
    Path empty = TestFiles.write(folder.resolve("empty"), 0, 1);
    store.on(asksFor(StoreOperation.GET_CONTENT), listed(7, 1));
    assertThat(client.upload(empty, PATH).verified()).isTrue();
    assertThat(count(StoreOperation.UPLOAD_FILE)).isEqualTo(2);
    assertThat(count(StoreOperation.GET_SESSION)).isZero();
  }

  @Test
  void aSmallFileWhoseAnswersAreAllLostIsKnownByItsNewVersion() throws Exception {
    Path small = TestFiles.write(folder.resolve("small"), 10, 1);
    client.upload(small, PATH);
    TestFiles.write(small, 10, 2);
    Predicate<SeenRequest> put = asksFor(StoreOperation.UPLOAD_FILE);
    for (int i = 0; i < 6; i++) {
      store.on(put, Fault.lostAnswer(Work.DONE));
    }
    client.upload(small, PATH);
    assertThat(store.content(PATH).orElseThrow().matches(small)).isTrue();
    store.clearFaults();

    TestFiles.write(small, 10, 3);
    for (int i = 0; i < 6; i++) {
      store.on(put, Fault.lostAnswer(Work.NEVER));
    }
    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> client.upload(small, PATH));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, PARTS * MIB})
  void whoIsOverwrittenByAnotherFileEachTimeIsNotVerifiedAndReturns(int size) throws Exception {
    Path mine = TestFiles.write(folder.resolve("mine"), size, 1);
    int[] version = {1};
    store.faultsFrom(
        request ->
            request.asksFor(StoreOperation.GET_CONTENT) ? listed(7, version[0]++) : Fault.none());
    UploadResult result = client.upload(mine, PATH, ONE_BY_ONE);
    assertThat(result.verified()).isFalse();
    assertThat(result.bytesSent()).isEqualTo(2L * size);
    assertThat(store.content(PATH).orElseThrow().matches(mine)).isTrue();
  }

  private static Fault wrongSize() {
    return listed(7, 1);
  }
}
