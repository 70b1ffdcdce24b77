package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.internal.http.Timing;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload that is ended early, or many at once. */
class UploadEndsTest {
  private static final long SAFETY_NET_SECONDS = 300;
  private static final int PARTS = 6;

  /** An upload begins with so many at once; of more it tries by its rate how many it makes. */
  private static final int PARALLELISM = 2;

  /** Of an end after which a session could be deleted in time. */
  private static final int MOST_TRIES = 20;

  private final FakeImageStore store = FakeImageStore.start();

  /** Deletions that got no answer: an upload that is over gives them half a second of real time. */
  private final UnansweredDeletions unanswered = new UnansweredDeletions();

  private final OkHttpClient http = unanswered.client();
  private ImageStoreClient client = client();

  @TempDir Path folder;
  private Path file;
  private Leftovers leftovers;

  private ImageStoreClient client() {
    return client(new NoPauses());
  }

  private ImageStoreClient client(Timing timing) {
    return ImageStoreClient.builder()
        .endpoint(store.endpoint())
        .httpClient(http)
        .timing(timing)
        .build();
  }

  @BeforeEach
  void write() throws IOException {
    file = TestFiles.write(folder.resolve("file"), PARTS * MIB, 1);
    leftovers = new Leftovers(http, folder);
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  private static UploadOptions options(Resume resume) {
    return UploadOptions.builder().partSize(MIB).parallelism(PARALLELISM).resume(resume).build();
  }

  /** The request from which on everything stands still, and then the end comes. */
  private void end(EarlyEnd how, Resume resume, int atRequest) throws Exception {
    // One that is only on its way would come to the store after all, at any time.
    CountDownLatch there = new CountDownLatch(atOnceFrom(atRequest));
    long first = store.requestCount() + atRequest;
    store.faultsFrom(
        request -> {
          if (request.asksFor(StoreOperation.DELETE_SESSION)) {
            return Fault.none();
          }
          if (request.number() < first) {
            return Fault.none();
          }
          there.countDown();
          return request.asksFor(StoreOperation.UPLOAD_CHUNK)
              ? Fault.stall(1000)
              : Fault.noAnswer(Fault.Work.NEVER);
        });
    var upload = EarlyEnd.Upload.ofFile(file, "f", options(resume));
    assertThat(how.of(upload, client, () -> there.getCount() == 0))
        .isInstanceOfAny(ImageStoreException.class, CancellationException.class);
    leftovers.awaitNone();
    store.faultsFrom(Fault::none);
  }

  /** How many requests come without the answer to one: two questions, the parts, the end. */
  private static int atOnceFrom(int request) {
    int lastPart = 2 + PARTS;
    boolean isPart = request > 2 && request <= lastPart;
    return isPart ? Math.min(PARALLELISM, lastPart - request + 1) : 1;
  }

  @ParameterizedTest
  @EnumSource(EarlyEnd.class)
  void theSessionIsKeptAndTheNextCallGoesOn(EarlyEnd how) throws Exception {
    for (int atRequest : new int[] {1, 2, 3, 6, 9, 10, 11}) {
      end(how, Resume.UNCHANGED_FILE, atRequest);
      client.close();
      client = client();
      long there =
          client.listUploadSessions("f").stream()
              .mapToLong(
                  session ->
                      session.fileSize()
                          - session.missingRanges().stream().mapToLong(ByteRange::length).sum())
              .sum();
      UploadResult result = client.upload(file, "f", options(Resume.UNCHANGED_FILE));
      assertThat(result.bytesResumed()).isEqualTo(there);
      if (atRequest > 9) {
        assertThat(there).isPositive();
      }
      assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(EarlyEnd.class)
  void withNeverNothingIsKept(EarlyEnd how) throws Exception {
    for (int atRequest : new int[] {5, 8}) {
      boolean nothingKept = false;
      for (int tries = 0; tries < MOST_TRIES && !nothingKept; tries++) {
        int before = unanswered.sessionIds().size();
        client.close();
        // By a clock that stands still the half second is never over before the deletion is begun;
        // the HTTP stack knows another, and whom that ends is counted.
        client = client(new TestTiming());
        end(how, Resume.NEVER, atRequest);
        nothingKept = awaitDeletion(before);
      }
      assertThat(nothingKept).isTrue();
    }
  }

  /** False where the half second was too short, on a busy machine. */
  private boolean awaitDeletion(int unansweredBefore) {
    try (ImageStoreClient other = client()) {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SAFETY_NET_SECONDS);
      List<UploadSession> kept = other.listUploadSessions("f");
      while (!kept.isEmpty()) {
        if (unanswered.sessionIds().size() > unansweredBefore) {
          kept.forEach(session -> other.deleteUploadSession(session.sessionId()));
          return false;
        }
        assertThat(System.nanoTime()).as("a session was kept").isLessThan(until);
        kept = other.listUploadSessions("f");
      }
      return true;
    }
  }

  @Test
  void anInterruptIsKeptForTheCaller() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> client.upload(file, "f")).isInstanceOf(ImageStoreException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(leftovers.handles()).isEmpty();
    assertThat(store.content("f")).isEmpty();
  }

  @Test
  void afterTheEndNoRequestIsBegun() throws Exception {
    AtomicReference<ImageStoreClient> itself = new AtomicReference<>();
    itself.set(
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .attemptListener(event -> itself.get().close())
            .build());
    Path small = TestFiles.write(folder.resolve("small"), 10, 5);
    assertThatThrownBy(() -> itself.get().upload(small, "f"))
        .isInstanceOf(ImageStoreException.class)
        .hasMessageContaining("closed");
    assertThat(store.requestCount()).isEqualTo(1);
  }

  @Test
  void anInterruptWhileTheContentIsReadIsNoChangeOfTheFile() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> client.upload(file, "f", options(Resume.SAME_CONTENT)))
        .isInstanceOf(ImageStoreException.class)
        .isNotInstanceOf(SourceChangedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theDeadlineIsOverTheWholeCall() {
    TestTiming timing = new TestTiming();
    timing.tick(Duration.ofMillis(1));
    try (ImageStoreClient timed =
        ImageStoreClient.builder().endpoint(store.endpoint()).timing(timing).build()) {
      for (int millis : new int[] {1, 20, 40, 80}) {
        UploadOptions options =
            UploadOptions.builder()
                .partSize(MIB)
                .resume(Resume.SAME_CONTENT)
                .deadline(Duration.ofMillis(millis))
                .build();
        assertThatThrownBy(() -> timed.upload(file, "f", options))
            .isInstanceOf(ImageStoreException.class)
            .isNotInstanceOf(SourceChangedException.class)
            .hasMessageContaining("deadline");
      }
    }
    assertThat(store.content("f")).isEmpty();
  }

  /** Questions, whole files, parts, marks and listings, one after the other. */
  @Test
  void eachRequestHasWhatIsLeftOfTheDeadline() throws Exception {
    Path root = Files.createDirectories(folder.resolve("pkg"));
    TestFiles.write(root.resolve("large"), 2 * MIB, 1);
    TestFiles.write(Files.createDirectory(root.resolve("folder")).resolve("small"), 10, 2);
    TestTiming timing = new TestTiming();
    List<Duration> limits = new ArrayList<>();
    OkHttpClient noting =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  if (!chain.request().url().encodedPath().endsWith("/DeleteUploadSession")) {
                    limits.add(Duration.ofNanos(chain.call().timeout().timeoutNanos()));
                  }
                  timing.pass(Duration.ofSeconds(1));
                  return chain.proceed(chain.request());
                })
            .build();
    try (ImageStoreClient timed =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .httpClient(noting)
            .timing(timing)
            .build()) {
      UploadOptions options =
          UploadOptions.builder()
              .partSize(MIB)
              .parallelism(1)
              .deadline(Duration.ofSeconds(60))
              .build();
      timed.uploadPackage(root, "App", options);
    }
    assertThat(limits).hasSizeGreaterThan(10);
    for (int before = 0; before < limits.size(); before++) {
      assertThat(limits.get(before)).isEqualTo(Duration.ofSeconds(60 - before));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fiftyUploadsAtOnceOverOneConnectionEnd(boolean async) throws Exception {
    try (ImageStoreClient narrow =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .maxConcurrentRequests(1)
            .timing(new NoPauses())
            .build()) {
      Path small = TestFiles.write(folder.resolve("small"), 2 * MIB + 1, 5);
      UploadOptions options = UploadOptions.builder().partSize(MIB).build();
      List<CompletableFuture<UploadResult>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String path = "f" + i;
        if (async) {
          all.add(narrow.async().upload(small, path, options));
        } else {
          CompletableFuture<UploadResult> one = new CompletableFuture<>();
          new Thread(
                  () -> one.completeAsync(() -> narrow.upload(small, path, options), Runnable::run))
              .start();
          all.add(one);
        }
      }
      for (CompletableFuture<UploadResult> one : all) {
        assertThat(one.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS).verified()).isTrue();
      }
    }
  }

  @Test
  void theEndOfTheCallEndsTheDeletionOfSessionsAndKeepsTheResult() throws Exception {
    Path root = Files.createDirectory(folder.resolve("pkg"));
    for (int i = 0; i < 5; i++) {
      TestFiles.write(root.resolve("f" + i), MIB + 1, i);
    }
    client.close();
    // Its clock stands still, so that the limit of the deletions does not end them.
    client = client(new TestTiming());
    CountDownLatch twoHang = new CountDownLatch(2);
    store.faultsFrom(
        request -> {
          if (!request.asksFor(StoreOperation.DELETE_SESSION)) {
            return Fault.none();
          }
          twoHang.countDown();
          return Fault.noAnswer(Fault.Work.NEVER);
        });
    UploadOptions two = UploadOptions.builder().partSize(MIB).parallelism(2).build();
    var call = client.async().uploadPackage(root, "App", two);
    assertThat(twoHang.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).as("two at once").isTrue();
    client.close();
    assertThat(call.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS).files()).hasSize(5);
    leftovers.awaitNone();
    assertThat(store.requests())
        .filteredOn(request -> request.asksFor(StoreOperation.DELETE_SESSION))
        .as("no other was begun")
        .hasSize(2);
    assertThat(store.paths()).hasSize(6);
  }

  @Test
  void twoFilesOfDifferentSizesToOnePathBothReturn() throws Exception {
    try (ImageStoreClient other = client()) {
      for (int size : new int[] {10, MIB + 1, 2 * MIB + 1}) {
        Path second = TestFiles.write(folder.resolve("second"), size, 9);
        for (int round = 0; round < 5; round++) {
          var one = client.async().upload(file, "f", options(Resume.UNCHANGED_FILE));
          var two = other.async().upload(second, "f", options(Resume.UNCHANGED_FILE));
          one.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS);
          two.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS);
          var content = store.content("f").orElseThrow();
          assertThat(content.matches(file) || content.matches(second)).isTrue();
        }
      }
    }
  }

  @Test
  void twoOfTheSameFileAtOnceBothReturn() throws Exception {
    try (ImageStoreClient other = client()) {
      for (int round = 0; round < 5; round++) {
        TestFiles.write(file, PARTS * MIB, round);
        UploadOptions odd = UploadOptions.builder().partSize(MIB + 7).build();
        var first = client.async().upload(file, "f", options(Resume.UNCHANGED_FILE));
        var second = other.async().upload(file, "f", odd);
        first.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS);
        second.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS);
        assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
      }
    }
  }

  @Test
  void twoFilesToOnePathBothReturnAndTheLastOneCounts() throws Exception {
    Path second = TestFiles.write(folder.resolve("second"), PARTS * MIB, 9);
    for (int round = 0; round < 5; round++) {
      var one = client.async().upload(file, "f", options(Resume.UNCHANGED_FILE));
      var two = client.async().upload(second, "f", options(Resume.UNCHANGED_FILE));
      one.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS);
      two.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS);
      var content = store.content("f").orElseThrow();
      assertThat(content.matches(file) || content.matches(second)).isTrue();
    }
  }
}
