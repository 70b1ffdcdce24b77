package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that changes while it is uploaded: the whole old one, or an exception and nothing. */
class UploadSourceTest {
  static final int SIZE = 4 * MIB + 77;
  private static final UploadOptions SMALL_PARTS =
      UploadOptions.builder().partSize(MIB).parallelism(2).build();

  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @TempDir Path folder;

  @AfterEach
  synchronized void close() {
    // Synchronized, for an upload may end before the change that it noticed is made altogether.
    client.close();
    store.close();
  }

  enum Change {
    APPENDED {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
      }
    },
    TRUNCATED {
      @Override
      void to(Path file) throws IOException {
        Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(SIZE - 1).close();
      }
    },
    REPLACED {
      @Override
      void to(Path file) throws IOException {
        Path other = TestFiles.write(file.resolveSibling("other"), SIZE, 2);
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    },
    REWRITTEN {
      @Override
      void to(Path file) throws IOException {
        TestFiles.write(file, SIZE, 3);
      }
    },
    REWRITTEN_IN_SECRET {
      @Override
      void to(Path file) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        TestFiles.write(file, SIZE, 4);
        Files.setLastModifiedTime(file, before);
      }
    },
    DELETED {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    MADE_UNREADABLE {
      @Override
      void to(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(file, Set.of());
        }
      }
    };

    abstract void to(Path file) throws IOException;
  }

  static Stream<Arguments> changesAtEachRequest() {
    return Stream.of(Change.values())
        .flatMap(
            change ->
                Stream.of(true, false)
                    .flatMap(
                        ctime ->
                            Stream.of(1, 2, 3, 5, 7, 8, 9, 10)
                                .map(request -> Arguments.of(change, ctime, request))));
  }

  @ParameterizedTest
  @MethodSource("changesAtEachRequest")
  void theWholeOldFileOrNothing(Change change, boolean ctime, int request) throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    Path copy = Files.copy(file, folder.resolve("copy"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    AtomicInteger seen = new AtomicInteger();
    store.faultsFrom(
        one -> {
          if (seen.incrementAndGet() == request) {
            apply(change, file);
          }
          return Fault.none();
        });
    try {
      client.upload(new FaultyDisk(file, ctime).wrapped(file), "f", SMALL_PARTS);
      assertThat(store.content("f").orElseThrow().matches(copy)).isTrue();
    } catch (SourceChangedException e) {
      assertThat(e.file()).hasToString(file.toString());
      assertThat(store.content("f")).isEmpty();
      assertThat(client.listUploadSessions("f")).isEmpty();
    }
    // At the first two requests most of the file is yet to be read.
    if (request <= 2 && change != Change.MADE_UNREADABLE) {
      assertThat(store.content("f")).isEmpty();
    }
  }

  /** Each body was whole, and the question before the commit is the last time to see it. */
  @ParameterizedTest
  @EnumSource(Change.class)
  void aChangeAfterTheLastByteIsSeenBeforeTheCommit(Change change) throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    AtomicInteger asked = new AtomicInteger();
    store.faultsFrom(
        request -> {
          if (request.asksFor(StoreOperation.GET_SESSION) && asked.incrementAndGet() == 2) {
            apply(change, file);
          }
          return Fault.none();
        });
    assertThatExceptionOfType(SourceChangedException.class)
        .isThrownBy(() -> client.upload(file, "f", SMALL_PARTS));
    assertThat(store.content("f")).isEmpty();
    assertThat(client.listUploadSessions("f")).isEmpty();
    assertThat(store.requests())
        .noneMatch(request -> request.asksFor(StoreOperation.COMMIT_SESSION));
  }

  /** It has no last byte that could be kept back. */
  @Test
  void anEmptyFileIsWatchedToo() throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), 0, 1);
    AtomicBoolean changed = new AtomicBoolean();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  if (changed.compareAndSet(false, true)) {
                    Change.APPENDED.to(file);
                  }
                  return chain.proceed(chain.request());
                })
            .build();
    try (ImageStoreClient changing =
        ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(http).build()) {
      assertThatExceptionOfType(SourceChangedException.class)
          .isThrownBy(() -> changing.upload(file, "f"));
    }
    assertThat(changed).isTrue();
    assertThat(store.content("f")).isEmpty();
  }

  private synchronized void apply(Change change, Path file) {
    try {
      change.to(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void aSmallFileIsWatchedToo(Change change) throws Exception {
    UploadOptions options =
        UploadOptions.builder().listener(progress -> {}).resume(Resume.SAME_CONTENT).build();
    Path file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    Path copy = Files.copy(file, folder.resolve("copy"));
    AtomicBoolean changed = new AtomicBoolean();
    store.faultsFrom(
        request -> {
          // Once only: it may be sent again.
          if (request.asksFor(StoreOperation.UPLOAD_FILE) && changed.compareAndSet(false, true)) {
            apply(change, file);
          }
          return Fault.none();
        });
    try {
      client.upload(file, "f", options);
      assertThat(store.content("f").orElseThrow().matches(copy)).isTrue();
    } catch (SourceChangedException e) {
      assertThat(store.content("f")).isEmpty();
    }
  }

  @Test
  void aTouchedFileOfEqualSizeNeverGoesOnInTheOldOnesSession() throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    interrupted(file, Resume.UNCHANGED_FILE);
    Change.REWRITTEN_IN_SECRET.to(file);
    UploadResult result = client.upload(file, "f", SMALL_PARTS);
    assertThat(result.bytesResumed()).isZero();
    assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
  }

  @Test
  void withoutCtimeTheContentTells() throws Exception {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path file = TestFiles.write(memory.getPath("/work/file"), SIZE, 1);
      // One by one, for closing a file of this system interrupts who reads it.
      UploadOptions oneByOne = UploadOptions.builder().partSize(MIB).parallelism(1).build();
      interrupted(file, Resume.UNCHANGED_FILE);
      Change.REWRITTEN_IN_SECRET.to(file);
      UploadResult result = client.upload(file, "f", oneByOne);
      assertThat(result.bytesResumed()).isZero();
      interrupted(file, Resume.UNCHANGED_FILE);
      assertThat(client.upload(file, "f", oneByOne).bytesResumed()).isPositive();
    }
  }

  @Test
  void theSameContentGoesOnWhicheverFileHasIt() throws Exception {
    UploadOptions options =
        UploadOptions.builder().partSize(MIB).resume(Resume.SAME_CONTENT).build();
    Path file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    interrupted(file, Resume.SAME_CONTENT);
    Path copy = Files.copy(file, folder.resolve("copy"));
    assertThat(client.upload(copy, "f", options).bytesResumed()).isPositive();
  }

  @Test
  void otherContentOfEqualSizeBeginsAnew() throws Exception {
    UploadOptions options =
        UploadOptions.builder().partSize(MIB).resume(Resume.SAME_CONTENT).build();
    Path file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    interrupted(file, Resume.SAME_CONTENT);
    TestFiles.write(file, SIZE, 2);
    assertThat(client.upload(file, "f", options).bytesResumed()).isZero();
    assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
  }

  @Test
  void anotherPartSizeGoesOnAllTheSame() throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    interrupted(file, Resume.UNCHANGED_FILE);
    UploadResult result =
        client.upload(file, "f", UploadOptions.builder().partSize(MIB + 12_345).build());
    assertThat(result.bytesResumed() + result.bytesSent()).isEqualTo(SIZE);
    assertThat(result.bytesResumed()).isEqualTo(2L * MIB);
    assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
  }

  @Test
  void withNeverItBeginsAnewAndLeavesNothing() throws Exception {
    UploadOptions never = UploadOptions.builder().partSize(MIB).resume(Resume.NEVER).build();
    Path file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    interrupted(file, Resume.NEVER);
    assertThat(client.listUploadSessions("f")).isEmpty();
    assertThat(client.upload(file, "f", never).bytesResumed()).isZero();
  }

  /** Two parts arrive, and the third, which is alone by then, is refused for good. */
  private void interrupted(Path file, Resume resume) {
    UploadOptions options =
        UploadOptions.builder().partSize(MIB).parallelism(1).resume(resume).build();
    store.on(request -> request.asksFor(StoreOperation.UPLOAD_CHUNK), Fault.none(), Fault.none());
    store.faultsFrom(
        request ->
            request.asksFor(StoreOperation.UPLOAD_CHUNK)
                ? Fault.error(403, "E_ACCESSDENIED", Fault.Work.NEVER)
                : Fault.none());
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, "f", options));
    store.faultsFrom(Fault::none);
  }
}
