package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two processes that upload to one path at the same time, and know nothing of each other. */
class TwoProcessesTest {
  private static final int SIZE = 12 * MIB + 1;

  private final FakeImageStore store = FakeImageStore.start();

  @TempDir Path folder;
  private Path one;

  @BeforeEach
  void write() throws Exception {
    one = TestFiles.write(folder.resolve("one"), SIZE, 1);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The store is slow until both are at it. */
  private void letBothBegin(int partSize) {
    Set<String> callers = ConcurrentHashMap.newKeySet();
    store.limits().bytesPerSecondInAll(partSize < SIZE ? MIB : SIZE / 2);
    store.faultsFrom(
        request -> {
          String caller = request.headers().get("X-ServiceFabricRequestId");
          if (isUpload(request) && callers.add(caller) && callers.size() == 2) {
            store.limits().bytesPerSecondInAll(Long.MAX_VALUE);
          }
          return Fault.none();
        });
  }

  private static boolean isUpload(SeenRequest request) {
    return request.asksFor(StoreOperation.UPLOAD_CHUNK)
        || request.asksFor(StoreOperation.UPLOAD_FILE);
  }

  private Process upload(Path file, int partSize) throws Exception {
    return Processes.start(
        List.of("-Xmx64m"),
        UploaderMain.class,
        store.endpoint(),
        file.toString(),
        "App/f",
        Integer.toString(partSize),
        "3");
  }

  /** In parts of two grids, and in one request each. */
  @ParameterizedTest
  @CsvSource({"1048576, 1500007", "16777216, 16777216"})
  void ofOneFileBothEndAndTheStoreHasIt(int partSize, int otherPartSize) throws Exception {
    letBothBegin(partSize);
    Process first = upload(one, partSize);
    Process second = upload(one, otherPartSize);
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(store.content("App/f").orElseThrow().matches(one)).isTrue();
    if (partSize < SIZE) {
      assertThat(sessions()).as("the session that both send to").hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1048576", "7, 1048576"})
  void ofTwoFilesBothEndAndTheStoreHasOneOfThem(int larger, int partSize) throws Exception {
    Path other = TestFiles.write(folder.resolve("other"), SIZE + larger, 2);
    letBothBegin(partSize);
    Process first = upload(one, partSize);
    Process second = upload(other, partSize);
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    var content = store.content("App/f").orElseThrow();
    assertThat(content.matches(one) || content.matches(other)).isTrue();
  }

  private Set<UUID> sessions() {
    return store.requests().stream()
        .filter(request -> request.asksFor(StoreOperation.UPLOAD_CHUNK))
        .map(SeenRequest::sessionId)
        .collect(Collectors.toSet());
  }
}
