package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.UploadSourceTest.Change;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens to a file, or to its disk, while a part is read: the whole old file gets to the
 * image store, or an exception comes and nothing is committed.
 */
class UploadDiskTest {
  private static final int SIZE = UploadSourceTest.SIZE;
  private static final int PIECE = 64 * 1024;

  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @TempDir Path folder;
  private Path file;
  private Path copy;

  @BeforeEach
  void write() throws IOException {
    file = TestFiles.write(folder.resolve("file"), SIZE, 1);
    copy = Files.copy(file, folder.resolve("copy"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  private static UploadOptions inParts(boolean parts) {
    return UploadOptions.builder().partSize(parts ? MIB : 2 * SIZE).parallelism(2).build();
  }

  private @Nullable SourceChangedException upload(FaultyDisk disk, boolean parts)
      throws IOException {
    SourceChangedException told =
        catchThrowableOfType(
            SourceChangedException.class,
            () -> client.upload(disk.wrapped(file), "f", inParts(parts)));
    if (told == null) {
      assertThat(store.content("f").orElseThrow().matches(copy)).isTrue();
    } else {
      assertThat(told.file()).hasToString(file.toString());
      assertThat(store.content("f")).isEmpty();
    }
    assertThat(client.listUploadSessions("f")).isEmpty();
    return told;
  }

  static Stream<Arguments> changesInEachPart() {
    // The first piece of all, the last one of a part, one within a part, and the last of all.
    return Stream.of(Change.values())
        .flatMap(
            change ->
                Stream.of(0, MIB - PIECE, 2 * MIB + PIECE, 4 * MIB)
                    .flatMap(
                        position ->
                            Stream.of(true, false)
                                .map(ctime -> Arguments.of(change, position, ctime))));
  }

  @ParameterizedTest
  @MethodSource("changesInEachPart")
  void aChangeWhileAPartIsRead(Change change, int position, boolean ctime) throws Exception {
    FaultyDisk disk = new FaultyDisk(file, ctime);
    AtomicBoolean sending = new AtomicBoolean();
    AtomicBoolean changed = new AtomicBoolean();
    // Where the content is hashed first, it is the reading for the body that counts.
    store.faultsFrom(
        request -> {
          sending.set(true);
          return Fault.none();
        });
    disk.reading(
        (channel, into, at) -> {
          if (at == position && sending.get() && changed.compareAndSet(false, true)) {
            change.to(file);
          }
          return channel.read(into, at);
        });
    SourceChangedException told = upload(disk, true);
    assertThat(changed).isTrue();
    // Who was let in may go on reading, and without ctime nothing tells.
    assertThat(told != null || change == Change.MADE_UNREADABLE).as("%s was told", told).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shortReads(boolean parts) throws Exception {
    for (boolean ctime : new boolean[] {true, false}) {
      FaultyDisk disk = new FaultyDisk(file, ctime);
      disk.reading(
          (channel, into, at) -> {
            into.limit(Math.min(into.limit(), into.position() + 1 + (int) (at % 20_011)));
            return channel.read(into, at);
          });
      assertThat(upload(disk, parts)).isNull();
    }
  }

  /** Where the content is compared, in blocks of 1 MiB, and parts begin and end in them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsReadOtherwiseInThePartOfABlock(boolean otherwise) throws Exception {
    FaultyDisk disk = new FaultyDisk(file, false);
    AtomicBoolean sending = new AtomicBoolean();
    store.faultsFrom(
        request -> {
          sending.set(true);
          return Fault.none();
        });
    AtomicBoolean read = new AtomicBoolean(!otherwise);
    disk.reading(
        (channel, into, at) -> {
          int start = into.position();
          int now = channel.read(into, at);
          if (at == 2 * MIB && sending.get() && !read.getAndSet(true)) {
            into.put(start, (byte) ~into.get(start));
          }
          return now;
        });
    UploadOptions options = UploadOptions.builder().partSize(MIB + 12_345).parallelism(1).build();
    if (otherwise) {
      assertThatExceptionOfType(SourceChangedException.class)
          .isThrownBy(() -> client.upload(disk.wrapped(file), "f", options));
      assertThat(store.content("f")).isEmpty();
    } else {
      client.upload(disk.wrapped(file), "f", options);
      assertThat(store.content("f").orElseThrow().matches(copy)).isTrue();
    }
    assertThat(read).isTrue();
  }

  /** A second time only where nothing else tells whether it is the same. */
  @ParameterizedTest
  @CsvSource({"true,1", "false,2"})
  void itIsReadOnceOrTwice(boolean ctime, int times) throws Exception {
    FaultyDisk disk = new FaultyDisk(file, ctime);
    AtomicLong read = new AtomicLong();
    disk.reading(
        (channel, into, at) -> {
          int now = channel.read(into, at);
          read.addAndGet(now);
          return now;
        });
    assertThat(upload(disk, false)).isNull();
    assertThat(read).hasValue((long) times * SIZE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, MIB / 2, MIB - 1, MIB, SIZE - 1})
  void aDiskErrorIsToldWithItsPlace(int bad) throws Exception {
    for (boolean parts : new boolean[] {true, false}) {
      for (boolean ctime : new boolean[] {true, false}) {
        FaultyDisk disk = new FaultyDisk(file, ctime);
        disk.reading((channel, into, at) -> failsAt(bad, channel, into, at));
        assertThat(upload(disk, parts)).hasMessageContaining("Input/output error");
      }
    }
  }

  private static int failsAt(int bad, FileChannel channel, ByteBuffer into, long at)
      throws IOException {
    if (at <= bad && bad < at + into.remaining()) {
      throw new IOException("Input/output error");
    }
    return channel.read(into, at);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, MIB / 2, MIB, SIZE - 1})
  void anEndBeforeTheEnd(int end) throws Exception {
    for (boolean parts : new boolean[] {true, false}) {
      FaultyDisk disk = new FaultyDisk(file, true);
      disk.reading(
          (channel, into, at) -> {
            into.limit(into.position() + (int) Math.min(into.remaining(), Math.max(0, end - at)));
            return at >= end ? -1 : channel.read(into, at);
          });
      assertThat(upload(disk, parts)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, MIB / 2, MIB, 4 * MIB})
  void aDiskThatGoesAwayMidway(int position) throws Exception {
    for (boolean parts : new boolean[] {true, false}) {
      FaultyDisk disk = new FaultyDisk(file, true);
      disk.reading(
          (channel, into, at) -> {
            if (at == position) {
              disk.goAway();
            }
            return channel.read(into, at);
          });
      assertThat(upload(disk, parts)).hasRootCauseInstanceOf(AccessDeniedException.class);
    }
  }

  /** It is no fault of the cluster or of the file, and nobody hides it. */
  @Test
  void aDiskWithABugOfItsOwnIsToldAsItIs() {
    FaultyDisk disk = new FaultyDisk(file, true);
    disk.reading(
        (channel, into, at) -> {
          throw new IllegalStateException("a bug of the disk");
        });
    assertThatIllegalStateException()
        .isThrownBy(() -> client.upload(disk.wrapped(file), "f", inParts(true)))
        .withMessage("a bug of the disk");
    assertThat(store.content("f")).isEmpty();
  }

  @Test
  void afterADiskErrorTheNextCallEnds() throws Exception {
    FaultyDisk disk = new FaultyDisk(file, true);
    disk.reading((channel, into, at) -> failsAt(3 * MIB, channel, into, at));
    assertThat(upload(disk, true)).isNotNull();
    disk.reading(FileChannel::read);
    assertThat(upload(disk, true)).isNull();
  }
}
