package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster that takes next to nothing, or says next to nothing, in the middle of an upload. */
class StalledUploadTest {
  /** What is left after the first part goes in one, which no buffer on the way holds. */
  private static final long SIZE = 33L * MIB;

  /** Parts that arrive; they are of the smallest size. */
  private static final int FIRST = 1;

  private static final long SAFETY_NET_SECONDS = 300;

  private final FakeImageStore store = FakeImageStore.start();
  private final OkHttpClient http = new OkHttpClient();

  /** While its clock stands still, parts are as large as they may be. */
  private final TestTiming timing = new TestTiming();

  private final CountDownLatch stalled = new CountDownLatch(1);
  private final AtomicInteger chunks = new AtomicInteger();
  private final List<AttemptEvent> attempts = new CopyOnWriteArrayList<>();
  private ImageStoreClient client = client();

  @TempDir Path folder;
  private Path file;
  private Leftovers leftovers;

  enum Stall {
    TAKES_NOTHING {
      @Override
      Fault begin(FakeImageStore store) {
        return Fault.stall(1000);
      }
    },
    TAKES_A_BYTE_A_SECOND {
      @Override
      Fault begin(FakeImageStore store) {
        store.limits().bytesPerSecond(1);
        return Fault.none();
      }
    },
    ANSWERS_A_BYTE_A_SECOND {
      @Override
      Fault begin(FakeImageStore store) {
        store.limits().answerBytesPerSecond(1);
        return Fault.none();
      }
    };

    abstract Fault begin(FakeImageStore store);
  }

  private ImageStoreClient client() {
    return ImageStoreClient.builder()
        .endpoint(store.endpoint())
        .httpClient(http)
        .retryPolicy(RetryPolicy.none())
        .attemptListener(attempts::add)
        .timing(timing)
        .build();
  }

  @BeforeEach
  void write() throws IOException {
    store.hashing(false);
    file = TestFiles.sparse(folder.resolve("file"), SIZE);
    leftovers = new Leftovers(http, folder);
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  private static UploadOptions.Builder options(Resume resume) {
    return UploadOptions.builder()
        .partSize(32 * MIB)
        .parallelism(1)
        .resume(resume)
        .stallTimeout(Duration.ofHours(1));
  }

  /** From the second part on. */
  private void begin(Stall stall) {
    store.faultsFrom(
        request -> {
          if (!request.asksFor(StoreOperation.UPLOAD_CHUNK) || chunks.incrementAndGet() <= FIRST) {
            return Fault.none();
          }
          stalled.countDown();
          return stall.begin(store);
        });
  }

  private void over() {
    store.faultsFrom(Fault::none);
    store.limits().bytesPerSecond(Long.MAX_VALUE).answerBytesPerSecond(Long.MAX_VALUE);
    client.close();
    client = client();
    chunks.set(0);
  }

  private void goesOn() {
    over();
    UploadResult result = client.upload(file, "f", options(Resume.UNCHANGED_FILE).build());
    assertThat(result.bytesResumed()).isGreaterThanOrEqualTo(MIB);
    assertThat(store.content("f").orElseThrow().size()).isEqualTo(SIZE);
  }

  @ParameterizedTest
  @CsvSource({
    "TAKES_NOTHING, CANCEL",
    "TAKES_NOTHING, INTERRUPT",
    "TAKES_NOTHING, CLOSE",
    "TAKES_A_BYTE_A_SECOND, CANCEL",
    "TAKES_A_BYTE_A_SECOND, INTERRUPT",
    "TAKES_A_BYTE_A_SECOND, CLOSE",
    "ANSWERS_A_BYTE_A_SECOND, CANCEL",
    "ANSWERS_A_BYTE_A_SECOND, INTERRUPT",
    "ANSWERS_A_BYTE_A_SECOND, CLOSE"
  })
  void itIsEndedAndTheSessionIsKept(Stall stall, EarlyEnd how) throws Exception {
    begin(stall);
    var upload = EarlyEnd.Upload.ofFile(file, "f", options(Resume.UNCHANGED_FILE).build());
    assertThat(how.of(upload, client, () -> stalled.getCount() == 0)).isNotNull();
    leftovers.awaitNone();
    assertThat(store.content("f")).isEmpty();
    goesOn();
    client.close();
    leftovers.awaitNoThread();
  }

  @ParameterizedTest
  @EnumSource(Stall.class)
  void theDeadlineEndsItAndTheSessionIsKept(Stall stall) throws Exception {
    begin(stall);
    UploadOptions options = options(Resume.UNCHANGED_FILE).deadline(Duration.ofMinutes(1)).build();
    CompletableFuture<UploadResult> call = client.async().upload(file, "f", options);
    assertThat(stalled.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).isTrue();
    timing.pass(Duration.ofMinutes(1));
    assertThat(catchThrowableOfType(ImageStoreException.class, () -> Style.end(call)))
        .hasMessageContaining("deadline");
    leftovers.awaitNone();
    goesOn();
  }

  private @Nullable ImageStoreException failsWith(UploadOptions options) {
    return catchThrowableOfType(ImageStoreException.class, () -> client.upload(file, "f", options));
  }

  @ParameterizedTest
  @CsvSource({
    "TAKES_NOTHING, UNCHANGED_FILE",
    "TAKES_A_BYTE_A_SECOND, UNCHANGED_FILE",
    "TAKES_NOTHING, NEVER"
  })
  void withoutAByteTakenItFails(Stall stall, Resume resume) throws Exception {
    ImageStoreException told =
        GrowingLimit.until(
            e -> e == null || stalled.getCount() == 0,
            limit -> {
              over();
              begin(stall);
              return failsWith(options(resume).stallTimeout(limit).build());
            });
    assertThat(told)
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("it took no byte for");
    assertThat(attempts.stream().map(AttemptEvent::failure))
        .as("by which the pace knows that it is too much")
        .anyMatch(SocketTimeoutException.class::isInstance);
    leftovers.awaitNone();
    if (resume == Resume.NEVER) {
      over();
      assertThat(client.listUploadSessions("f")).isEmpty();
    } else {
      goesOn();
    }
  }

  @Test
  void oneFileOfManyThatStallsIsNamedAndTheOthersArrive() throws Exception {
    Path root = Files.createDirectories(folder.resolve("pkg"));
    for (int i = 0; i < 30; i++) {
      Path small = root.resolve("d" + i % 3).resolve("f" + i);
      Files.createDirectories(small.getParent());
      Files.write(small, new byte[100]);
    }
    Path stuck = TestFiles.sparse(root.resolve("d1/stuck"), 32 * MIB);
    var told =
        GrowingLimit.until(
            e -> e == null || e.result().files().size() == 30 || e.failures().size() > 1,
            limit -> {
              over();
              store.faultsFrom(StalledUploadTest::stallsOneFile);
              UploadOptions options = options(Resume.UNCHANGED_FILE).stallTimeout(limit).build();
              return catchThrowableOfType(
                  PackageUploadException.class, () -> client.uploadPackage(root, "App", options));
            });
    assertThat(told.failures()).singleElement();
    assertThat(told.failures().get(0).file()).isEqualTo(stuck);
    assertThat(told.failures().get(0).cause()).hasMessageContaining("it took no byte for");
    assertThat(told.result().files()).hasSize(30);
    assertThat(store.paths())
        .contains("App/d0/_.dir", "App/d2/_.dir")
        .doesNotContain("App/d1/_.dir", "App/_.dir");
    leftovers.awaitNone();
  }

  private static Fault stallsOneFile(SeenRequest request) {
    return request.asksFor(StoreOperation.UPLOAD_FILE) && request.storePath().endsWith("/stuck")
        ? Fault.stall(1000)
        : Fault.none();
  }
}
