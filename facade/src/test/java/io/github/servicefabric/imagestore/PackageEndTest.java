package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A package that is ended on its way, and how far it says that it has come. */
class PackageEndTest {
  private static final long SAFETY_NET_SECONDS = 300;

  private final FakeImageStore store = FakeImageStore.start();
  private final TestTiming timing = new TestTiming();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(timing).build();
  private final CountDownLatch hanging = new CountDownLatch(1);

  @TempDir Path root;

  @BeforeEach
  void make() throws IOException {
    for (int i = 0; i < 40; i++) {
      Path file = root.resolve("d" + i % 4).resolve("f" + i);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[i]);
    }
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  /** From this request on none is answered. */
  private void hangFrom(long request) {
    store.faultsFrom(
        seen -> {
          if (seen.number() < request) {
            return Fault.none();
          }
          hanging.countDown();
          return Fault.noAnswer(Work.NEVER);
        });
  }

  private void goesOnWhenCalledAgain(ImageStoreClient again) {
    assertThat(store.content("App/_.dir")).isEmpty();
    store.faultsFrom(request -> Fault.none());
    assertThat(again.uploadPackage(root, "App").files()).hasSize(40);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 20, 45})
  void cancelled(long request) throws Exception {
    hangFrom(request);
    CompletableFuture<PackageResult> future = client.async().uploadPackage(root, "App");
    hanging.await();
    future.cancel(true);
    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    timing.awaitNoTimers();
    goesOnWhenCalledAgain(client);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 20, 45})
  void interrupted(long request) throws Exception {
    hangFrom(request);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                client.uploadPackage(root, "App");
              } catch (RuntimeException e) {
                thrown.set(e);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    hanging.await();
    caller.interrupt();
    caller.join(TimeUnit.SECONDS.toMillis(SAFETY_NET_SECONDS));
    assertThat(caller.isAlive()).isFalse();
    assertThat(thrown.get())
        .isInstanceOf(PackageUploadException.class)
        .hasMessageContaining("interrupted");
    assertThat(flag).isTrue();
    PackageUploadException told = (PackageUploadException) thrown.get();
    assertThat(told.result().files().size()).isLessThanOrEqualTo(40);
    goesOnWhenCalledAgain(client);
  }

  @Test
  void whoIsInterruptedBeforeItBeginsSendsNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> client.uploadPackage(root, "App"))
        .isInstanceOf(ImageStoreException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.requestCount()).isZero();
  }

  @Test
  void whoIsInterruptedWhileTheFolderIsReadIsNotKeptWaiting() {
    AtomicInteger read = new AtomicInteger();
    UploadOptions options =
        UploadOptions.builder()
            .filter(
                path -> {
                  read.incrementAndGet();
                  Thread.currentThread().interrupt();
                  return true;
                })
            .build();
    assertThatThrownBy(() -> client.uploadPackage(root, "App", options))
        .isInstanceOf(ImageStoreException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read).hasValue(1);
    assertThat(store.requestCount()).isZero();
  }

  /** No request fails then, and yet the package is not whole. */
  @Test
  void interruptedBetweenTwoRequests() {
    interruptedAfter("uploadFile", "39 files not sent");
    assertThat(store.requestCount()).isEqualTo(2);
  }

  @Test
  void interruptedBetweenTwoPartsItLetsGoOfTheFile() throws Exception {
    Path large = TestFiles.write(root.resolve("large"), 3 * TestFiles.MIB, 1);
    interruptedAfter("uploadFileChunk", "41 files not sent");
    assertThat(TestFiles.openHandles(large)).isEmpty();
  }

  private void interruptedAfter(String operation, String told) {
    try (ImageStoreClient interrupting =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .attemptListener(
                event -> {
                  if (event.operation().equals(operation)) {
                    Thread.currentThread().interrupt();
                  }
                })
            .build()) {
      UploadOptions options =
          UploadOptions.builder().partSize(TestFiles.MIB).parallelism(1).verify(false).build();
      assertThatThrownBy(() -> interrupting.uploadPackage(root, "App", options))
          .isInstanceOf(PackageUploadException.class)
          .hasMessageContaining(told);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void closed() throws Exception {
    hangFrom(20);
    CompletableFuture<PackageResult> future = client.async().uploadPackage(root, "App");
    hanging.await();
    client.close();
    assertThatThrownBy(future::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(PackageUploadException.class)
        .hasMessageContaining("closed");
    try (ImageStoreClient other = ImageStoreClient.create(store.endpoint())) {
      goesOnWhenCalledAgain(other);
    }
  }

  @ParameterizedTest
  @CsvSource({"20,true", "43,true", "20,false", "43,false"})
  void deadline(long request, boolean async) throws Exception {
    hangFrom(request);
    // Whatever else failed first, the message says why it ended; and half of the time is over when
    // the last requests begin.
    store.on(
        seen -> {
          boolean isFile = seen.asksFor(StoreOperation.UPLOAD_FILE);
          if (isFile) {
            timing.pass(Duration.ofSeconds(30));
          }
          return isFile;
        },
        Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    UploadOptions options = UploadOptions.builder().deadline(Duration.ofMinutes(1)).build();
    CompletableFuture<PackageResult> future =
        async
            ? client.async().uploadPackage(root, "App", options)
            : CompletableFuture.supplyAsync(
                () -> client.uploadPackage(root, "App", options), run -> new Thread(run).start());
    hanging.await();
    timing.pass(Duration.ofSeconds(30));
    assertThatThrownBy(() -> future.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(PackageUploadException.class)
        .hasMessageContaining("deadline")
        .hasMessageContaining("E_ACCESSDENIED")
        .satisfies(
            e -> assertThat(e.getMessage().contains("files not sent")).isEqualTo(request < 43));
    goesOnWhenCalledAgain(client);
  }

  @Test
  void whereNoConnectionComesAboutNoOtherFileIsTried() {
    store.on(request -> request.asksFor(StoreOperation.GET_CONTENT), Fault.none());
    store.faultsFrom(
        request -> {
          store.close();
          return Fault.lostAnswer(Work.NEVER);
        });
    assertThatThrownBy(() -> client.uploadPackage(root, "App"))
        .isInstanceOf(PackageUploadException.class)
        .hasMessageContaining("files not sent");
  }

  @Test
  void progressNeverGoesBackAndEndsWithAllThatThereIs() {
    List<UploadProgress> told = new CopyOnWriteArrayList<>();
    timing.tick(Duration.ofMillis(20));
    store.on(r -> r.storePath().equals("App/d1/f1"), Fault.notRecorded());
    client.uploadPackage(root, "App", UploadOptions.builder().listener(told::add).build());
    long bytes = 40 * 39 / 2;
    assertThat(told).hasSizeGreaterThan(2);
    assertThat(told).extracting(UploadProgress::bytesDone).isSorted();
    assertThat(told).extracting(UploadProgress::filesDone).isSorted();
    assertThat(told).allMatch(p -> p.bytesTotal() == bytes && p.filesTotal() == 40);
    UploadProgress last = told.get(told.size() - 1);
    assertThat(last.bytesDone()).isEqualTo(bytes);
    assertThat(last.filesDone()).isEqualTo(40);
  }

  /** What is sent once more is not done yet, whatever of it was sent before. */
  @Test
  void aFileThatIsSentAgainCountsOnceInTheProgress() throws Exception {
    int size = 100_000;
    Path two = Files.createDirectory(root.resolve("two"));
    Files.write(two.resolve("one"), new byte[size]);
    Files.write(two.resolve("other"), new byte[size]);
    store.on(request -> request.asksFor(StoreOperation.UPLOAD_FILE), Fault.notRecorded());
    List<UploadProgress> told = new CopyOnWriteArrayList<>();
    timing.tick(Duration.ofMillis(100));
    client.uploadPackage(
        two, "Two", UploadOptions.builder().parallelism(1).listener(told::add).build());
    assertThat(told)
        .filteredOn(progress -> progress.filesDone() == 1)
        .first()
        .extracting(UploadProgress::bytesDone)
        .isEqualTo(size + 64 * 1024L);
  }
}
