package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.Content;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Rest;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 2,000 files of which 5 % of the requests go wrong, against a model of files and marks: a mark
 * stands over whole folders only, and the call fails exactly if something is missing.
 */
class PackageFaultsTest {
  private static final int FILES = 2_000;
  private static final int MIB = 1024 * 1024;
  private static final UploadOptions OPTIONS = UploadOptions.builder().partSize(MIB).build();

  @TempDir static Path root;

  /** The model: each file by its path in the store, and each folder. */
  private static final Map<String, Path> FILES_BY_PATH = new TreeMap<>();

  private static final Set<String> FOLDERS = new TreeSet<>(Set.of("App"));

  @BeforeAll
  static void make() throws IOException {
    Random random = new Random(2_000);
    List<String> folders = new ArrayList<>(List.of(""));
    for (int i = 0; i < 60; i++) {
      folders.add(folders.get(random.nextInt(folders.size())) + "d" + i + "/");
    }
    for (String folder : folders) {
      Files.createDirectories(root.resolve(folder));
      FOLDERS.add(("App/" + folder).replaceAll("/$", ""));
    }
    for (int i = 0; i < FILES; i++) {
      String name = folders.get(random.nextInt(folders.size())) + "f" + i;
      byte[] bytes = new byte[i % 400 == 0 ? 3 * MIB + i : random.nextInt(500)];
      random.nextBytes(bytes);
      FILES_BY_PATH.put("App/" + name, Files.write(root.resolve(name), bytes));
    }
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,false"})
  void marksTellTheTruth(boolean synchronous, boolean refusals) throws Exception {
    long seed = Long.getLong("imagestore.seed", System.nanoTime());
    Random random = new Random(seed);
    String story = "seed %d, synchronous %s".formatted(seed, synchronous);
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(store.endpoint())
                .timing(new TestTiming())
                // So many that only what is refused for good fails.
                .retryPolicy(RetryPolicy.builder().maxAttempts(10).build())
                .build()) {
      store.faultsFrom(request -> fault(request, random, refusals));
      ImageStoreException failure = upload(client, synchronous);
      check(store, failure, story);

      store.faultsFrom(request -> Fault.none());
      if (failure != null) {
        check(store, upload(client, synchronous), story + ", called again");
        assertThat(missing(store)).as(story).isEmpty();
      }
    }
  }

  private static void check(
      FakeImageStore store, @Nullable ImageStoreException failure, String story)
      throws IOException {
    store.finishLateWork();
    Set<String> missing = missing(store);
    String told = story + ": " + (failure == null ? "done" : failure.getMessage());
    assertThat(failure == null).as(told).isEqualTo(missing.isEmpty());
    for (String folder : FOLDERS) {
      if (store.content(folder + "/_.dir").isPresent()) {
        assertThat(missing)
            .as("%s; %s is marked", told, folder)
            .noneMatch(path -> path.startsWith(folder + "/"));
      }
    }
    if (failure instanceof PackageUploadException incomplete) {
      assertThat(incomplete.result().files())
          .as(told)
          .filteredOn(UploadResult::verified)
          .noneMatch(file -> missing.contains(file.storePath()));
      assertThat(incomplete.failures()).as(told).isNotEmpty();
    }
  }

  private static Set<String> missing(FakeImageStore store) throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Map.Entry<String, Path> file : FILES_BY_PATH.entrySet()) {
      Optional<Content> content = store.content(file.getKey());
      if (content.isEmpty() || !content.get().matches(file.getValue())) {
        missing.add(file.getKey());
      }
    }
    for (String folder : FOLDERS) {
      if (store.content(folder + "/_.dir").isEmpty()) {
        missing.add(folder + "/_.dir");
      }
    }
    return missing;
  }

  private static @Nullable ImageStoreException upload(
      ImageStoreClient client, boolean synchronous) {
    try {
      PackageResult result =
          synchronous
              ? client.uploadPackage(root, "App", OPTIONS)
              : client.async().uploadPackage(root, "App", OPTIONS).join();
      assertThat(result.files()).hasSize(FILES).allMatch(UploadResult::verified);
      assertThat(result.folders()).isEqualTo(FOLDERS.size());
      return null;
    } catch (ImageStoreException e) {
      return e;
    } catch (CompletionException e) {
      return (ImageStoreException) e.getCause();
    }
  }

  private static synchronized Fault fault(SeenRequest request, Random random, boolean refusals) {
    if (random.nextInt(100) >= 5 || request.asksFor(StoreOperation.DELETE_CONTENT)) {
      return Fault.none();
    }
    List<Fault> passing =
        Stream.of(Work.NEVER, Work.DONE)
            .flatMap(
                work ->
                    Stream.of(
                        Fault.error(503, "FABRIC_E_NOT_PRIMARY", work),
                        Fault.error(504, "FABRIC_E_TIMEOUT", work),
                        Fault.lostAnswer(work)))
            .toList();
    List<Fault> faults = new ArrayList<>(passing);
    faults.add(Fault.page(503));
    faults.add(Fault.failOver());
    faults.add(Fault.lostAnswer(Work.LATE));
    if (request.line().startsWith("PUT")) {
      faults.add(Fault.notRecorded());
      faults.add(Fault.notFound());
      faults.add(Fault.lostRequest());
      faults.add(Fault.brokenBody(100));
      faults.add(Fault.earlyAnswer(Reply.of(503), Rest.READ));
      faults.add(Fault.earlyAnswer(Reply.of(503), Rest.RESET));
      if (refusals) {
        faults.add(Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
        faults.add(Fault.error(500, "E_FAIL", Work.NEVER));
      }
    }
    return faults.get(random.nextInt(faults.size()));
  }
}
