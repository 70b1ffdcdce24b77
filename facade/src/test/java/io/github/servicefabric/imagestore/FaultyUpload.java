package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A large file on its way to an image store that makes faults, and what became of it. */
abstract class FaultyUpload {
  static final String PATH = "App/large.bin";
  static final int PARTS = 6;

  static final UploadOptions SMALL_PARTS = UploadOptions.builder().partSize(MIB).build();
  static final UploadOptions ONE_BY_ONE =
      UploadOptions.builder().partSize(MIB).parallelism(1).build();

  static final Predicate<SeenRequest> CHUNK = asksFor(StoreOperation.UPLOAD_CHUNK);
  static final Predicate<SeenRequest> COMMIT = asksFor(StoreOperation.COMMIT_SESSION);

  final FakeImageStore store = FakeImageStore.start();
  final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @TempDir Path folder;
  Path file;

  @BeforeEach
  void write() throws Exception {
    file = TestFiles.write(folder.resolve("file"), PARTS * MIB, 1);
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  static Predicate<SeenRequest> asksFor(StoreOperation operation) {
    return request -> request.asksFor(operation);
  }

  void isWhole() throws Exception {
    assertThat(store.content(PATH).orElseThrow().matches(file)).isTrue();
  }

  long count(StoreOperation operation) {
    return store.requests().stream().filter(asksFor(operation)).count();
  }

  static Fault listed(long size, long version) {
    return Fault.reply(
        Reply.of(200)
            .header("Content-Type", "application/json")
            .body(
                "{\"StoreFiles\":[{\"FileSize\":\""
                    + size
                    + "\",\"FileVersion\":{\"VersionNumber\":\""
                    + version
                    + "\","
                    + "\"EpochDataLossNumber\":\"1\",\"EpochConfigurationNumber\":\"1\"},"
                    + "\"ModifiedDate\":\"2026-11-25T12:00:00.000Z\",\"StoreRelativePath\":\"x\"}],"
                    + "\"StoreFolders\":[]}"),
        Work.NEVER);
  }

  static Fault complete(String path, long size) {
    return session(path, size, "");
  }

  static Fault session(String path, long size, String missing) {
    return Fault.reply(
        Reply.of(200)
            .body(
                "{\"UploadSessions\":[{\"StoreRelativePath\":\""
                    + path
                    + "\",\"SessionId\":\"00000000-0000-0000-0000-000000000001\","
                    + "\"ModifiedDate\":\"2026-11-25T12:00:00.000Z\",\"FileSize\":\""
                    + size
                    + "\",\"ExpectedRanges\":["
                    + missing
                    + "]}]}"),
        Work.NEVER);
  }
}
