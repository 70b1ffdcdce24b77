package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every size, on clusters with and without sessions, in little memory. */
class UploadSizesTest {
  private static final long GIB = 1L << 30;

  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client = ImageStoreClient.create(store.endpoint());

  @TempDir Path folder;

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 7 * MIB + 3})
  void aroundOnePart(int size) throws Exception {
    Path file = TestFiles.write(folder.resolve("file"), size, size);
    UploadResult result = client.upload(file, "f", UploadOptions.builder().partSize(MIB).build());
    assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
    assertThat(result.size()).isEqualTo(size);
    assertThat(result.bytesSent()).isEqualTo(size);
    assertThat(result.sessionId().isPresent()).isEqualTo(size > MIB);
    assertThat(result.verified()).isTrue();
  }

  @Tag("soak")
  @Timeout(value = 5, unit = TimeUnit.HOURS)
  @ParameterizedTest
  @ValueSource(longs = {2 * GIB - 1, 2 * GIB, 4 * GIB - 1, 4 * GIB + 1, 100_000_000_000L})
  void aroundTheEndsOfIntegers(long size) throws Exception {
    store.hashing(false);
    Path file = TestFiles.sparse(folder.resolve("file"), size);
    UploadResult result =
        client.upload(file, "f", UploadOptions.builder().partSize(256 * MIB).build());
    assertThat(store.content("f").orElseThrow().size()).isEqualTo(size);
    assertThat(result.bytesSent()).isEqualTo(size);
    assertThat(result.verified()).isTrue();
  }

  @Test
  void withoutSessionsItGoesInOneRequest() throws Exception {
    store.runOnLinux();
    Path file = TestFiles.write(folder.resolve("file"), 20 * MIB, 1);
    UploadResult result = client.upload(file, "App/f");
    assertThat(store.content("App/f").orElseThrow().matches(file)).isTrue();
    assertThat(result.sessionId()).isEmpty();
    assertThat(result.parts()).isEqualTo(1);
    assertThat(result.verified()).isTrue();
    assertThat(store.requests()).hasSize(3);
  }

  @Test
  void withoutSessionsALargerOneIsRefusedBeforeAnythingIsSent() throws Exception {
    store.runOnLinux();
    Path file = TestFiles.sparse(folder.resolve("file"), 4 * GIB);
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, "f"))
        .withMessageContaining("4 GiB")
        .withMessageContaining("Linux")
        .matches(e -> "f".equals(e.storePath().orElse("")));
    assertThat(store.bodyBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 20 * MIB})
  void withoutAnImageStoreItSaysWherePackagesGo(int size) throws Exception {
    store.removeImageStoreService();
    Path file = TestFiles.write(folder.resolve("file"), size, 1);
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, "f"))
        .withMessageContaining("copy the package there");
  }

  @Test
  void oneGibInLittleMemory() throws Exception {
    inLittleMemory(GIB);
  }

  @Tag("soak")
  @Timeout(value = 5, unit = TimeUnit.HOURS)
  @Test
  void eightGibInLittleMemory() throws Exception {
    inLittleMemory(8 * GIB);
  }

  private void inLittleMemory(long size) throws Exception {
    store.hashing(false);
    Path file = TestFiles.sparse(folder.resolve("file"), size);
    Process process =
        Processes.start(
            List.of("-Xmx32m", "-XX:MaxDirectMemorySize=4m"),
            UploaderMain.class,
            store.endpoint(),
            file.toString(),
            "f",
            Integer.toString(16 * MIB),
            "8");
    try {
      assertThat(process.inputReader().readLine()).isEqualTo(size + " 0");
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(store.content("f").orElseThrow().size()).isEqualTo(size);
  }
}
