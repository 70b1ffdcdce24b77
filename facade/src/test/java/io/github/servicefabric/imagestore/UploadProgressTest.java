package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener hears of an upload. */
class UploadProgressTest {
  private final TestTiming timing = new TestTiming();
  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(timing).build();

  @TempDir Path folder;

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  private record Told(long nanos, UploadProgress progress) {}

  @Test
  void itNeverGoesBackAndComesOneAtATimeAtMostTenTimesASecond() throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), 12 * MIB, 1);
    timing.tick(Duration.ofMillis(5));
    List<Told> told = new CopyOnWriteArrayList<>();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    store.on(
        request -> request.asksFor(StoreOperation.UPLOAD_CHUNK),
        Fault.none(),
        Fault.brokenBody(MIB / 2),
        Fault.none(),
        Fault.lostAnswer(Fault.Work.NEVER),
        Fault.none().thenFailOver());
    long began = timing.nanoTime();
    client.upload(
        file,
        "f",
        UploadOptions.builder()
            .partSize(MIB)
            .listener(
                progress -> {
                  most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                  told.add(new Told(timing.nanoTime(), progress));
                  atOnce.decrementAndGet();
                })
            .build());
    assertThat(most).hasValue(1);
    assertThat(told).hasSizeGreaterThan(3);
    List<Long> done = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      UploadProgress progress = told.get(i).progress();
      done.add(progress.bytesDone());
      assertThat(progress.bytesTotal()).isEqualTo(12L * MIB);
      assertThat(progress.filesTotal()).isEqualTo(1);
    }
    long tenths = (told.get(told.size() - 1).nanos() - began) / Duration.ofMillis(100).toNanos();
    assertThat(told.size()).isLessThanOrEqualTo((int) tenths + 1);
    assertThat(done).isSorted().last().isEqualTo(12L * MIB);
    UploadProgress last = told.get(told.size() - 1).progress();
    assertThat(last.filesDone()).isEqualTo(1);
    assertThat(last.remaining()).hasValue(Duration.ZERO);
    assertThat(last.bytesPerSecond()).isPositive();
  }

  @Test
  void aSmallFileShowsToo() throws Exception {
    List<UploadProgress> told = new CopyOnWriteArrayList<>();
    client.upload(
        TestFiles.write(folder.resolve("file"), 10, 1),
        "f",
        UploadOptions.builder().listener(told::add).build());
    assertThat(told).isNotEmpty().last().extracting(UploadProgress::bytesDone).isEqualTo(10L);
  }

  @Test
  void whatWasThereDoesNotCountAsSpeed() throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), 12 * MIB, 1);
    UploadOptions.Builder options = UploadOptions.builder().partSize(MIB);
    store.on(
        request -> request.asksFor(StoreOperation.COMMIT_SESSION),
        Fault.error(403, "E_ACCESSDENIED", Fault.Work.NEVER));
    try {
      client.upload(file, "f", options.build());
    } catch (FabricErrorException e) {
      assertThat(e.statusCode()).isEqualTo(403);
    }
    timing.tick(Duration.ofMillis(50));
    List<UploadProgress> told = new CopyOnWriteArrayList<>();
    client.upload(file, "f", options.listener(told::add).build());
    assertThat(told).isNotEmpty().allMatch(progress -> progress.bytesPerSecond() == 0);
    assertThat(told.get(told.size() - 1).bytesDone()).isEqualTo(12L * MIB);
  }

  @Test
  void aListenerThatThrowsIsToldOfOnceAndChangesNothing() throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), 12 * MIB, 1);
    timing.tick(Duration.ofMillis(50));
    AtomicInteger heard = new AtomicInteger();
    try (LogCapture log = new LogCapture(Level.WARNING)) {
      client.upload(
          file,
          "f",
          UploadOptions.builder()
              .partSize(MIB)
              .listener(
                  progress -> {
                    heard.incrementAndGet();
                    throw new IllegalStateException("a listener of bad habits");
                  })
              .build());
      assertThat(log.records().stream().filter(r -> r.getLevel().equals(Level.WARNING))).hasSize(1);
    }
    assertThat(heard.get()).isGreaterThan(1);
    assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
  }
}
