package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong on the cluster's side, the file is whole in the end, or the call says no. */
class UploadFaultsTest {
  private static final String PATH = "App/large.bin";
  private static final long SAFETY_NET_SECONDS = 300;
  private static final int PARTS = 6;

  /** More requests than any of these uploads makes. */
  private static final int MANY = 300;

  private static final UploadOptions SMALL_PARTS = UploadOptions.builder().partSize(MIB).build();
  private static final UploadOptions ONE_BY_ONE =
      UploadOptions.builder().partSize(MIB).parallelism(1).build();
  private static final UploadOptions UNVERIFIED =
      UploadOptions.builder().partSize(MIB).parallelism(1).verify(false).build();

  private static final Predicate<SeenRequest> CHUNK = asksFor(StoreOperation.UPLOAD_CHUNK);
  private static final Predicate<SeenRequest> FIRST_PART =
      CHUNK.and(request -> request.headers().get("Content-Range").startsWith("bytes 0-"));
  private static final Predicate<SeenRequest> COMMIT = asksFor(StoreOperation.COMMIT_SESSION);

  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = TestFiles.write(folder.resolve("file"), PARTS * MIB, 1);
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  private static Predicate<SeenRequest> asksFor(StoreOperation operation) {
    return request -> request.asksFor(operation);
  }

  private void isWhole() throws Exception {
    assertThat(store.content(PATH).orElseThrow().matches(file)).isTrue();
  }

  private long count(StoreOperation operation) {
    return store.requests().stream().filter(asksFor(operation)).count();
  }

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
  void aChunkWhoseAnswerIsLostCostsOneQuestion() throws Exception {
    store.on(CHUNK, Fault.none(), Fault.lostAnswer(Work.DONE));
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo((long) PARTS * MIB);
    // One at the beginning, one for the chunk, one before the commit.
    assertThat(count(StoreOperation.GET_SESSION)).isEqualTo(3);
  }

  @Test
  void aChunkThatIsAnsweredAndNotRecordedGoesAgain() throws Exception {
    store.on(CHUNK, Fault.none(), Fault.notRecorded());
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo((PARTS + 1L) * MIB);
    // One before each commit, of which the first is not made.
    assertThat(count(StoreOperation.GET_SESSION)).isEqualTo(3);
    assertThat(count(StoreOperation.COMMIT_SESSION)).isEqualTo(1);
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

  /** Its bytes are somebody else's, or still missing: the session tells before the commit. */
  @Test
  void aChunkThatIsSaidToBeThereAndIsNotGoesAgain() throws Exception {
    store.on(
        CHUNK,
        Fault.none(),
        Fault.error(400, "FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE", Work.NEVER));
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(result.bytesSent()).isEqualTo((PARTS + 1L) * MIB);
    assertThat(count(StoreOperation.COMMIT_SESSION)).isEqualTo(1);
  }

  @Test
  void attemptsAreCountedWithoutProgress() throws Exception {
    for (int part = 0; part < PARTS; part++) {
      String range = "bytes " + part * MIB + "-";
      store.on(
          request ->
              CHUNK.test(request) && request.headers().get("Content-Range").startsWith(range),
          Fault.lostRequest(),
          Fault.lostAnswer(Work.NEVER));
    }
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole();
    assertThat(count(StoreOperation.UPLOAD_CHUNK)).isEqualTo(3L * PARTS);
    assertThat(result.attempts()).isEqualTo((int) store.requestCount() - 1);
  }

  /** More often than one call tries, while other parts arrive. */
  @Test
  void aPartThatFailsForLongGoesAgainWhileOthersArrive() throws Exception {
    Fault lost = Fault.lostRequest();
    store.on(FIRST_PART, lost, lost, lost, lost);
    try (ImageStoreClient othersFirst = othersFirst()) {
      othersFirst.upload(file, PATH, SMALL_PARTS);
    }
    isWhole();
    assertThat(store.requests()).filteredOn(FIRST_PART).hasSize(5);
  }

  @Test
  void aPartThatNoAttemptMendsIsNotTriedAgainThoughOthersArrive() {
    store.on(FIRST_PART, Fault.error(500, "0x80070070", Work.NEVER));
    try (ImageStoreClient othersFirst = othersFirst()) {
      assertThatExceptionOfType(FabricErrorException.class)
          .isThrownBy(() -> othersFirst.upload(file, PATH, SMALL_PARTS));
    }
    assertThat(store.requests()).filteredOn(FIRST_PART).hasSize(1);
  }

  /** Sends the first part when another has arrived: whoever sends a second one knows of that. */
  private ImageStoreClient othersFirst() {
    CountDownLatch others = new CountDownLatch(2);
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  String range = chain.request().header("Content-Range");
                  if (range != null && range.startsWith("bytes 0-")) {
                    await(others);
                  } else if (range != null) {
                    others.countDown();
                  }
                  return chain.proceed(chain.request());
                })
            .build();
    return ImageStoreClient.builder()
        .endpoint(store.endpoint())
        .httpClient(http)
        .timing(new TestTiming())
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRefusalToTellOfTheSessionIsTold() {
    store.on(asksFor(StoreOperation.GET_SESSION), Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, SMALL_PARTS))
        .matches(e -> e.statusCode() == 403);
    assertThat(store.bodyBytes()).isZero();
  }

  /** What is refused while others run goes back to the rest of the file, whoever takes it then. */
  @Test
  void whatABusyClusterRefusesGoesAgain() throws Exception {
    Path large = TestFiles.write(folder.resolve("many parts"), 64 * MIB, 3);
    store.limits().maxConcurrentRequests(3);
    UploadResult result = client.upload(large, PATH, SMALL_PARTS);
    assertThat(store.content(PATH).orElseThrow().matches(large)).isTrue();
    assertThat(result.parts()).isEqualTo(64);
    assertThat(result.bytesSent()).isGreaterThanOrEqualTo(64L * MIB);
  }

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
  void smallFilesThatABusyClusterRefusesGoAgain() throws Exception {
    Path root = Files.createDirectory(folder.resolve("package"));
    for (int i = 0; i < 200; i++) {
      TestFiles.write(root.resolve("file" + i), 4096, i);
    }
    store.limits().maxConcurrentRequests(3);
    // Pauses take no time here, so that three attempts might all come while others are answered.
    try (ImageStoreClient patient =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .timing(new TestTiming())
            .retryPolicy(RetryPolicy.builder().maxAttempts(MANY).build())
            .build()) {
      PackageResult result = patient.uploadPackage(root, "App");
      assertThat(result.files()).hasSize(200).allMatch(UploadResult::verified);
    }
  }

  @Test
  void withoutAnyProgressItEndsAndKeepsTheSession() {
    store.on(CHUNK, Fault.none(), Fault.none());
    AtomicInteger refused = new AtomicInteger();
    store.faultsFrom(
        request ->
            CHUNK.test(request) && refused.incrementAndGet() < MANY
                ? Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER)
                : Fault.none());
    assertThatExceptionOfType(ImageStoreException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE));
    store.faultsFrom(Fault::none);
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    assertThat(result.bytesResumed()).isEqualTo(2L * MIB);
    assertThat(result.bytesSent()).isEqualTo((PARTS - 2L) * MIB);
  }

  @Test
  void whatNoAttemptMendsIsTriedOnce() {
    store.on(CHUNK, Fault.error(500, "0x80070070", Work.NEVER));
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, PATH, ONE_BY_ONE))
        .withMessageContaining("0x80070070");
    assertThat(count(StoreOperation.UPLOAD_CHUNK)).isEqualTo(1);
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

  private static Fault listed(long size, long version) {
    return Fault.reply(
        Reply.of(200)
            .header("Content-Type", "application/json")
            .body(
                "{\"StoreFiles\":[{\"FileSize\":\""
                    + size
                    + "\",\"FileVersion\":{\"VersionNumber\":\""
                    + version
                    + "\","
                    + "\"EpochDataLossNumber\":\"1\",\"EpochConfigurationNumber\":\"1\"},"
                    + "\"ModifiedDate\":\"2026-11-25T12:00:00.000Z\",\"StoreRelativePath\":\"x\"}],"
                    + "\"StoreFolders\":[]}"),
        Work.NEVER);
  }

  private static Fault complete(String path, long size) {
    return session(path, size, "");
  }

  private static Fault session(String path, long size, String missing) {
    return Fault.reply(
        Reply.of(200)
            .body(
                "{\"UploadSessions\":[{\"StoreRelativePath\":\""
                    + path
                    + "\",\"SessionId\":\"00000000-0000-0000-0000-000000000001\","
                    + "\"ModifiedDate\":\"2026-11-25T12:00:00.000Z\",\"FileSize\":\""
                    + size
                    + "\",\"ExpectedRanges\":["
                    + missing
                    + "]}]}"),
        Work.NEVER);
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

  @Test
  void theSessionIsDeletedLast() {
    client.upload(file, PATH, SMALL_PARTS);
    List<SeenRequest> all = store.requests();
    assertThat(all.get(all.size() - 1).operation()).isEqualTo(StoreOperation.DELETE_SESSION);
    assertThat(all.get(all.size() - 2).operation()).isEqualTo(StoreOperation.GET_CONTENT);
  }

  @Test
  void anAnswerThatComesEarlyCountsAsOne() throws Exception {
    store.on(
        CHUNK,
        Fault.none(),
        Fault.earlyAnswer(
            Reply.of(503).body("{\"Error\":{\"Code\":\"FABRIC_E_SERVICE_TOO_BUSY\"}}"),
            Fault.Rest.RESET));
    client.upload(file, PATH, SMALL_PARTS);
    isWhole();
  }
}
