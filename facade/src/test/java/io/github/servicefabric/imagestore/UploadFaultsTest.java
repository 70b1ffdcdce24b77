package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with its parts, the file is whole in the end, or the call says no. */
class UploadFaultsTest extends FaultyUpload {
  private static final long SAFETY_NET_SECONDS = 300;

  /** More requests than any of these uploads makes. */
  private static final int MANY = 300;

  private static final Predicate<SeenRequest> FIRST_PART =
      CHUNK.and(request -> request.headers().get("Content-Range").startsWith("bytes 0-"));

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
