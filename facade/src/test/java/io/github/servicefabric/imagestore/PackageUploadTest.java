package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A package on its way: marks, looks at what is there, and what happens when it is not. */
class PackageUploadTest {
  private static final int MIB = 1024 * 1024;
  private static final UploadOptions SMALL_PARTS = UploadOptions.builder().partSize(MIB).build();
  private static final UploadOptions UNVERIFIED = UploadOptions.builder().verify(false).build();

  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void make() throws IOException {
    root = temporary.resolve("pkg");
    write("Manifest.xml", 100);
    write("Code/a.txt", 200);
    write("Code/bin/b.txt", 300);
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  private Path write(String name, int size) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] bytes = new byte[size];
    new Random(name.hashCode()).nextBytes(bytes);
    return Files.write(file, bytes);
  }

  private static Predicate<SeenRequest> put(String path) {
    return request ->
        request.asksFor(StoreOperation.UPLOAD_FILE) && request.storePath().equals(path);
  }

  private List<Long> numbers(StoreOperation operation, String path) {
    return store.requests().stream()
        .filter(request -> request.asksFor(operation) && request.storePath().equals(path))
        .map(SeenRequest::number)
        .toList();
  }

  private PackageUploadException fails(UploadOptions options) {
    PackageUploadException failure =
        catchThrowableOfType(
            PackageUploadException.class, () -> client.uploadPackage(root, "App", options));
    assertThat(failure).as("the failure").isNotNull();
    assertThat(store.content("App/_.dir")).as("the root's mark").isEmpty();
    return failure;
  }

  private PackageUploadException fails() {
    return fails(SMALL_PARTS);
  }

  @Test
  void foldersAreListedAfterTheirMarkAndBeforeTheRoots() {
    client.uploadPackage(root, "App");
    long rootMark = numbers(StoreOperation.UPLOAD_FILE, "App/_.dir").get(0);
    long last = 0;
    for (String folder : List.of("App/Code/bin", "App/Code")) {
      long mark = numbers(StoreOperation.UPLOAD_FILE, folder + "/_.dir").get(0);
      long listing = numbers(StoreOperation.GET_CONTENT, folder).get(0);
      assertThat(List.of(last, mark, listing, rootMark)).isSorted();
      last = mark;
    }
    long looked = numbers(StoreOperation.GET_CONTENT, "App/Manifest.xml").get(0);
    assertThat(looked).isLessThan(rootMark);
    assertThat(numbers(StoreOperation.GET_CONTENT, "App/Code/a.txt")).isEmpty();
    assertThat(numbers(StoreOperation.GET_CONTENT, "App")).isEmpty();
  }

  @Test
  void nothingIsLookedAtUnlessItIsWanted() {
    PackageResult result = client.uploadPackage(root, "App", UNVERIFIED);
    assertThat(result.files()).hasSize(3).noneMatch(UploadResult::verified);
    assertThat(store.requestCount()).isEqualTo(1 + 3 + 3);
  }

  /** Files at every depth, and marks of the root and below it. */
  static Stream<String> oneOfEachKind() {
    return Stream.of(
        "App/Manifest.xml", "App/Code/a.txt", "App/Code/bin/b.txt", "App/_.dir", "App/Code/_.dir");
  }

  @ParameterizedTest
  @MethodSource("oneOfEachKind")
  void whatWasNotRecordedIsSentOnceMore(String path) {
    store.on(put(path), Fault.notRecorded());
    PackageResult result = client.uploadPackage(root, "App");
    assertThat(numbers(StoreOperation.UPLOAD_FILE, path)).hasSize(2);
    assertThat(result.files()).hasSize(3).allMatch(UploadResult::verified);
    assertThat(result.size()).isEqualTo(600);
    assertThat(store.paths()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("oneOfEachKind")
  void whatIsNeverRecordedIsToldAndNothingAboveIsMarked(String path) {
    store.on(put(path), Fault.notRecorded(), Fault.notRecorded());
    PackageUploadException failure = fails();
    assertThat(numbers(StoreOperation.UPLOAD_FILE, path)).hasSize(2);
    assertThat(failure.failures()).hasSize(1);
    assertThat(failure.getMessage()).contains(path.replace("/_.dir", ""));
    String folder = path.substring(0, path.lastIndexOf('/'));
    assertThat(store.content(folder + "/_.dir")).as("the mark above it").isEmpty();
    client.uploadPackage(root, "App");
    assertThat(store.paths()).hasSize(6);
  }

  @Test
  void aMarkIsTakenBackThoughTheClusterIsBusy() {
    store.on(put("App/Code/a.txt"), Fault.notRecorded(), Fault.notRecorded());
    Fault busy = Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER);
    store.on(request -> request.asksFor(StoreOperation.DELETE_CONTENT), busy, busy);
    fails();
    assertThat(store.content("App/Code/_.dir")).isEmpty();
  }

  @Test
  void aMarkOverWhatCannotBeListedIsTakenBack() {
    store.on(put("App/Code/a.txt"), Fault.notRecorded());
    store.on(
        request ->
            request.asksFor(StoreOperation.GET_CONTENT) && request.storePath().equals("App/Code"),
        Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    fails();
    assertThat(store.content("App/Code/_.dir")).isEmpty();
  }

  /** By the thread that is interrupted itself, or by another. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aMarkIsTakenBackThoughTheCallIsEndedMeanwhile(int parallelism) throws Exception {
    store.on(put("App/Code/a.txt"), Fault.notRecorded(), Fault.notRecorded());
    UploadOptions options = UploadOptions.builder().parallelism(parallelism).build();
    Thread caller = new Thread(() -> fails(options));
    caller.setUncaughtExceptionHandler((thread, thrown) -> {});
    store.on(
        request -> {
          boolean takenBack = request.asksFor(StoreOperation.DELETE_CONTENT);
          if (takenBack) {
            caller.interrupt();
          }
          return takenBack;
        },
        Fault.noAnswer(Work.NEVER));
    caller.start();
    caller.join();
    assertThat(numbers(StoreOperation.DELETE_CONTENT, "App/Code/_.dir")).hasSize(2);
    assertThat(store.content("App/Code/_.dir")).isEmpty();
  }

  @Test
  void aMarkWhoseAnswersAreAllLostIsAskedFor() {
    answersAreLost("App/Code/_.dir", Work.DONE);
    assertThat(client.uploadPackage(root, "App", UNVERIFIED).folders()).isEqualTo(3);
    store.clearFaults();
    answersAreLost("Other/Code/_.dir", Work.NEVER);
    assertThatExceptionOfType(PackageUploadException.class)
        .isThrownBy(() -> client.uploadPackage(root, "Other", UNVERIFIED))
        .withMessageContaining("Code");
    assertThat(store.content("Other/_.dir")).isEmpty();
  }

  private void answersAreLost(String path, Work work) {
    Fault lost = Fault.lostAnswer(work);
    store.on(put(path), lost, lost, lost);
  }

  @ParameterizedTest
  @CsvSource({"App\\Code\\a.txt,199,2", "App\\CODE\\A.TXT,200,1", "App/Code/a.txt,200,1"})
  void whatIsListedIsComparedBySizeAndByNameWithoutCase(String listed, long size, int times) {
    store.on(
        request ->
            request.asksFor(StoreOperation.GET_CONTENT) && request.storePath().equals("App/Code"),
        Fault.reply(
            Reply.of(200)
                .body(
                    "{\"StoreFiles\":[{\"FileSize\":\""
                        + size
                        + "\",\"FileVersion\":{\"VersionNumber\":\"1\","
                        + "\"EpochDataLossNumber\":\"1\",\"EpochConfigurationNumber\":\"1\"},"
                        + "\"ModifiedDate\":\"2026-11-25T12:00:00.000Z\",\"StoreRelativePath\":\""
                        + listed.replace("\\", "\\\\")
                        + "\"}],\"StoreFolders\":[]}"),
            Work.NEVER));
    client.uploadPackage(root, "App");
    assertThat(numbers(StoreOperation.UPLOAD_FILE, "App/Code/a.txt")).hasSize(times);
  }

  @Test
  void whatIsRefusedWhenItIsSentAgainIsNotAmongTheResults() {
    store.on(
        put("App/Code/a.txt"), Fault.notRecorded(), Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    assertThat(fails().result().files())
        .extracting(UploadResult::storePath)
        .containsExactlyInAnyOrder("App/Manifest.xml", "App/Code/bin/b.txt");
  }

  @Test
  void whatIsInAFolderWhoseMarkIsRefusedIsAmongTheResults() {
    store.on(put("App/Code/_.dir"), Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    assertThat(fails().result().files()).hasSize(3);
  }

  @Test
  void theLargestFilesGoFirstAndOneAfterTheOther() throws Exception {
    write("Code/large.bin", 2 * MIB);
    write("Code/larger.bin", 3 * MIB);
    write("Data/largest.bin", 4 * MIB);
    client.uploadPackage(root, "App", UploadOptions.builder().partSize(MIB).parallelism(1).build());
    List<String> sent =
        store.requests().stream()
            .filter(r -> r.line().startsWith("PUT") && !r.storePath().endsWith("_.dir"))
            .map(SeenRequest::storePath)
            .toList();
    assertThat(sent.subList(0, 4)).containsOnly("App/Data/largest.bin");
    assertThat(sent.subList(4, 7)).containsOnly("App/Code/larger.bin");
    assertThat(sent.subList(7, 9)).containsOnly("App/Code/large.bin");
    assertThat(sent).hasSize(4 + 3 + 2 + 3);
    // None is begun before the one before it is committed.
    StoreOperation asked = StoreOperation.GET_SESSION;
    StoreOperation committed = StoreOperation.COMMIT_SESSION;
    assertThat(store.requests())
        .extracting(SeenRequest::operation)
        .filteredOn(operation -> operation == asked || operation == committed)
        .containsExactly(asked, asked, committed, asked, asked, committed, asked, asked, committed);
  }

  @Test
  void aFileInPartsThatIsNotThereIsSentAgainUnderANewSession() throws Exception {
    Path large = write("Code/large.bin", 3 * MIB);
    store.on(r -> r.asksFor(StoreOperation.COMMIT_SESSION), Fault.notRecorded());
    PackageResult result = client.uploadPackage(root, "App", SMALL_PARTS);
    assertThat(store.content("App/Code/large.bin").orElseThrow().matches(large)).isTrue();
    assertThat(result.files())
        .filteredOn(file -> file.file().endsWith("large.bin"))
        .singleElement()
        .satisfies(file -> assertThat(file.bytesSent()).isEqualTo(6 * MIB));
  }

  @Test
  void failuresAreCollectedAndTheRestIsSent() throws Exception {
    write("Data/c.txt", 10);
    Fault refused = Fault.error(403, "E_ACCESSDENIED", Work.NEVER);
    store.on(put("App/Manifest.xml"), refused);
    store.on(put("App/Code/bin/b.txt"), refused);
    PackageUploadException failure = fails();
    assertThat(failure.failures())
        .extracting(PackageUploadException.Failure::file)
        .containsExactlyInAnyOrder(root.resolve("Manifest.xml"), root.resolve("Code/bin/b.txt"));
    assertThat(failure.failures())
        .allMatch(one -> one.cause() instanceof FabricErrorException e && e.statusCode() == 403);
    assertThat(failure.result().files()).hasSize(2);
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(store.paths())
        .containsExactlyInAnyOrder("App/Code/a.txt", "App/Data/c.txt", "App/Data/_.dir");
  }

  @Test
  void aPackageThatWasInterruptedFindsItsLargeFileAgain() throws Exception {
    write("Code/large.bin", 3 * MIB);
    store.on(put("App/Code/a.txt"), Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    PackageUploadException failure = fails();
    UploadResult before = large(failure.result());
    assertThat(client.getUploadSession(before.sessionId().orElseThrow())).isPresent();
    long asked = store.requestCount();

    UploadResult now = large(client.uploadPackage(root, "App", SMALL_PARTS));

    assertThat(now.sessionId()).isEqualTo(before.sessionId());
    assertThat(now.bytesSent()).isZero();
    assertThat(now.bytesResumed()).isEqualTo(3 * MIB);
    assertThat(now.attempts()).as("requests for a file that is there").isEqualTo(2);
    assertThat(store.requests())
        .filteredOn(request -> request.number() > asked)
        .noneMatch(request -> request.asksFor(StoreOperation.UPLOAD_CHUNK));
    assertThat(client.getUploadSession(before.sessionId().orElseThrow())).isEmpty();
    SeenRequest last = store.requests().get(store.requests().size() - 2);
    assertThat(last.operation()).isEqualTo(StoreOperation.DELETE_SESSION);
  }

  private static UploadResult large(PackageResult result) {
    return result.files().stream().filter(f -> f.size() == 3 * MIB).findAny().orElseThrow();
  }

  @Test
  void emptyFoldersAreMarked() throws Exception {
    Files.createDirectories(root.resolve("Data/empty"));
    assertThat(client.uploadPackage(root, "App").folders()).isEqualTo(5);
    assertThat(store.content("App/Data/empty/_.dir")).isPresent();
  }

  @Test
  void namesArriveAsTheyAre() throws Exception {
    String long255 = "ä".repeat(127) + "x";
    List<String> names =
        List.of(
            "with blank.txt",
            " before",
            "100%",
            "50% off",
            "a+b",
            "a&b=c;d,e@f:g",
            "$x",
            "..x",
            Normalizer.normalize("über", Normalizer.Form.NFC),
            Normalizer.normalize("über", Normalizer.Form.NFD),
            "\uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB",
            long255);
    for (String name : names) {
      write(name, name.length());
      write("Code/" + name, name.length() + 1);
    }
    PackageResult result = client.uploadPackage(root, "App");
    assertThat(result.files()).hasSize(3 + 2 * names.size()).allMatch(UploadResult::verified);
    for (UploadResult file : result.files()) {
      assertThat(store.paths()).contains(file.storePath());
      assertThat(store.content(file.storePath()).orElseThrow().matches(file.file())).isTrue();
    }
  }

  @Test
  void aWholePackageIsReplacedOnDemandOnly() throws Exception {
    client.uploadPackage(root, "App");
    long before = store.requestCount();
    assertThatExceptionOfType(PackageExistsException.class)
        .isThrownBy(() -> client.uploadPackage(root, "App"))
        .withMessageContaining("replaceExisting(true)")
        .matches(e -> "App".equals(e.storePath().orElse("")));
    assertThat(store.requestCount() - before).isEqualTo(1);
    Files.delete(root.resolve("Code/a.txt"));
    client.uploadPackage(root, "App", UploadOptions.builder().replaceExisting(true).build());
    assertThat(store.paths()).hasSize(5).doesNotContain("App/Code/a.txt");
  }

  @Test
  void onLinuxFilesGoInOneRequestEach() throws Exception {
    store.runOnLinux();
    write("Code/large.bin", 3 * MIB);
    PackageResult result = client.uploadPackage(root, "App", SMALL_PARTS);
    assertThat(result.files()).hasSize(4).allMatch(file -> file.sessionId().isEmpty());
    assertThat(large(result).parts()).isEqualTo(1);
    assertThat(store.paths()).hasSize(7);
  }

  @Test
  void onLinuxOnlyOneFileAsksForASession() throws Exception {
    store.runOnLinux();
    write("Code/large.bin", 3 * MIB);
    write("Code/larger.bin", 4 * MIB);
    client.uploadPackage(root, "App", UploadOptions.builder().partSize(MIB).parallelism(1).build());
    assertThat(store.requests())
        .filteredOn(request -> request.line().contains("GetUploadSession"))
        .hasSize(1);
    assertThat(store.paths()).hasSize(8);
  }

  @Test
  void onLinuxAFileOf4GibIsRefusedBeforeAnythingIsSentOrDeleted() throws Exception {
    client.uploadPackage(root, "App");
    store.runOnLinux();
    try (RandomAccessFile sparse =
        new RandomAccessFile(root.resolve("Code/huge.bin").toFile(), "rw")) {
      sparse.setLength(1L << 32);
    }
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(
            () ->
                client.uploadPackage(
                    root, "App", UploadOptions.builder().replaceExisting(true).build()))
        .withMessageContaining("4 GiB");
    assertThat(store.paths()).hasSize(6);
  }

  @Test
  void withoutAnImageStoreTheErrorSaysWherePackagesGo() {
    store.removeImageStoreService();
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.uploadPackage(root, "App"))
        .withMessageContaining("folder")
        .satisfies(e -> assertThat(e.code()).isEqualTo("FABRIC_E_SERVICE_DOES_NOT_EXIST"));
    assertThat(store.requestCount()).isEqualTo(1);
  }

  @Test
  void aFileThatChangedOnTheWayIsTold() throws Exception {
    Path longer = root.resolve("Code/bin/b.txt");
    Path shorter = write("Code/bin/c.txt", 300);
    Path gone = root.resolve("Code/a.txt");
    store.faultsFrom(
        request -> {
          // The first request comes after the walk.
          try {
            if (request.number() == 1) {
              // What was planned is all there, and yet not the file.
              Files.write(longer, new byte[1], StandardOpenOption.APPEND);
              Files.write(shorter, new byte[1]);
              Files.delete(gone);
            }
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return Fault.none();
        });
    PackageUploadException failure = fails();
    assertThat(failure.failures())
        .extracting(one -> ((SourceChangedException) one.cause()).file())
        .containsExactlyInAnyOrder(longer, shorter, gone);
    assertThat(store.paths()).containsExactly("App/Manifest.xml");
  }
}
