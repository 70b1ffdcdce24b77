package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An upload that is ended while it runs, at any point: what is left, and what another call does.
 */
class RandomEndTest {
  private static final int RUNS = 8;
  private static final int PARTS = 6;
  private static final int PARALLELISM = 3;
  private static final int FILES = 24;

  private final FakeImageStore store = FakeImageStore.start();

  /** Sessions of which the deletion got no answer in its half second of real time. */
  private final UnansweredDeletions undeleted = new UnansweredDeletions();

  private final OkHttpClient http = undeleted.client();
  private final long seed = Long.getLong("imagestore.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path folder;
  private Path file;
  private Path root;
  private Leftovers leftovers;

  @BeforeEach
  void write() throws IOException {
    file = TestFiles.write(folder.resolve("file"), PARTS * MIB, 1);
    root = folder.resolve("pkg");
    for (int i = 0; i < FILES; i++) {
      Path one = root.resolve("d" + i % 4).resolve("f" + i);
      Files.createDirectories(one.getParent());
      TestFiles.write(one, i < 2 ? 2 * MIB + i : 100 * i, i);
    }
    leftovers = new Leftovers(http, folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ImageStoreClient client() {
    return ImageStoreClient.builder()
        .endpoint(store.endpoint())
        .httpClient(http)
        .timing(new NoPauses())
        .build();
  }

  private static UploadOptions options(Resume resume) {
    return UploadOptions.builder().partSize(MIB).parallelism(PARALLELISM).resume(resume).build();
  }

  /** A request that comes, and a little after it. */
  private BooleanSupplier anyOf(int requests) {
    long number = store.requestCount() + 1 + random.nextInt(requests);
    AtomicBoolean there = new AtomicBoolean();
    store.faultsFrom(
        request -> {
          there.compareAndSet(false, request.number() >= number);
          return Fault.none();
        });
    int[] looks = {random.nextInt(300)};
    return () -> there.get() && looks[0]-- <= 0;
  }

  private @Nullable Throwable end(EarlyEnd how, EarlyEnd.Upload upload, int requests)
      throws Exception {
    ImageStoreClient client = client();
    Throwable told = how.of(upload, client, anyOf(requests));
    leftovers.awaitNone();
    client.close();
    leftovers.awaitNoThread();
    return told;
  }

  @ParameterizedTest
  @EnumSource(EarlyEnd.class)
  void aFileGoesOnWhereItWas(EarlyEnd how) throws Exception {
    for (int run = 0; run < RUNS; run++) {
      String path = "f" + run;
      String story = "seed " + seed + ", run " + run;
      var upload = EarlyEnd.Upload.ofFile(file, path, options(Resume.UNCHANGED_FILE));
      end(how, upload, 4 + PARTS);
      isWholeOrNothing(path, file, story);
      long lacking = lacking(path);
      try (ImageStoreClient again = client()) {
        UploadResult result = again.upload(file, path, options(Resume.UNCHANGED_FILE));
        assertThat(result.bytesSent())
            .as("%s: only what was under way goes again", story)
            .isLessThanOrEqualTo(lacking);
      }
      assertThat(store.content(path).orElseThrow().matches(file)).as(story).isTrue();
    }
  }

  /** What the session lacks; nothing where the file was committed and the session deleted. */
  private long lacking(String path) {
    try (ImageStoreClient other = client()) {
      long all =
          other.listUploadSessions(path).stream()
              .mapToLong(
                  session -> session.missingRanges().stream().mapToLong(ByteRange::length).sum())
              .findFirst()
              .orElse((long) PARTS * MIB);
      // What still lay in buffers may come meanwhile, and be sent beside it.
      return all + (long) PARALLELISM * MIB;
    }
  }

  @ParameterizedTest
  @EnumSource(EarlyEnd.class)
  void withNeverEverySessionIsDeletedLast(EarlyEnd how) throws Exception {
    for (int run = 0; run < RUNS; run++) {
      String path = "f" + run;
      long before = store.requestCount();
      end(how, EarlyEnd.Upload.ofFile(file, path, options(Resume.NEVER)), 4 + PARTS);
      isWholeOrNothing(path, file, "seed " + seed + ", run " + run);
      Set<UUID> used = sessions(before, StoreOperation.UPLOAD_CHUNK);
      used.removeAll(sessions(before, StoreOperation.DELETE_SESSION));
      used.removeIf(session -> undeleted.sessionIds().contains(session.toString()));
      assertThat(used).as("seed %s, run %s: kept", seed, run).isEmpty();
    }
  }

  private Set<UUID> sessions(long after, StoreOperation operation) {
    return store.requests().stream()
        .filter(request -> request.number() > after && request.asksFor(operation))
        .map(SeenRequest::sessionId)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(EarlyEnd.class)
  void aPackageHasNoMarkOverAGap(EarlyEnd how) throws Exception {
    for (int run = 0; run < RUNS; run++) {
      String path = "App" + run;
      String story = "seed " + seed + ", run " + run;
      var upload = EarlyEnd.Upload.ofPackage(root, path, options(Resume.UNCHANGED_FILE));
      boolean isWhole = end(how, upload, FILES + 15) == null;
      marksTellTheTruth(path, story);
      if (!isWhole && store.content(path + "/_.dir").isEmpty()) {
        try (ImageStoreClient again = client()) {
          again.uploadPackage(root, path, options(Resume.UNCHANGED_FILE));
        }
        isWhole = true;
      }
      assertThat(store.paths().stream().filter(one -> one.startsWith(path + "/")).count())
          .as(story)
          .isEqualTo(FILES + 5);
      marksTellTheTruth(path, story);
    }
  }

  private void marksTellTheTruth(String path, String story) throws IOException {
    boolean rootIsMarked = store.content(path + "/_.dir").isPresent();
    for (int i = 0; i < FILES; i++) {
      String folder = path + "/d" + i % 4;
      String name = folder + "/f" + i;
      Path source = root.resolve("d" + i % 4).resolve("f" + i);
      isWholeOrNothing(name, source, story);
      if (rootIsMarked || store.content(folder + "/_.dir").isPresent()) {
        assertThat(store.content(name)).as("%s: %s below a mark", story, name).isPresent();
      }
    }
  }

  private void isWholeOrNothing(String path, Path source, String story) throws IOException {
    var content = store.content(path);
    assertThat(content.isEmpty() || content.get().matches(source)).as(story).isTrue();
  }
}
