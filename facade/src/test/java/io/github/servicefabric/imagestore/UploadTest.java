package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file on its way into the image store. */
class UploadTest {
  private static final int MIB = 1024 * 1024;

  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @TempDir Path folder;

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @Test
  void aSmallFileGoesInOneRequest() throws Exception {
    Path file = file(1000);
    UploadResult result = client.upload(file, "App/small.bin");
    assertThat(store.content("App/small.bin").orElseThrow().matches(file)).isTrue();
    assertThat(result.parts()).isEqualTo(1);
    assertThat(result.sessionId()).isEmpty();
    assertThat(result.verified()).isTrue();
    assertThat(result.bytesSent()).isEqualTo(1000);
    assertThat(result.bytesResumed()).isZero();
    assertThat(result.attempts()).isEqualTo(2);
  }

  @Test
  void anEmptyFileGoesInOneRequest() throws Exception {
    Path file = file(0);
    client.upload(file, "empty");
    assertThat(store.content("empty").orElseThrow().size()).isZero();
  }

  @Test
  void aLargeFileGoesInPartsAndLeavesNoSession() throws Exception {
    Path file = file(40 * MIB + 123);
    UploadResult result = client.upload(file, "App/large.bin");
    assertThat(store.content("App/large.bin").orElseThrow().matches(file)).isTrue();
    assertThat(result.parts()).isGreaterThanOrEqualTo(3);
    assertThat(result.bytesSent()).isEqualTo(40 * MIB + 123);
    assertThat(result.verified()).isTrue();
    assertThat(client.getUploadSession(result.sessionId().orElseThrow())).isEmpty();
  }

  @Test
  void whatIsCalledAgainGoesOnWhereItWas() throws Exception {
    Path file = file(40 * MIB);
    store.on(
        request -> request.asksFor(StoreOperation.COMMIT_SESSION),
        Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    assertThatExceptionOfType(FabricErrorException.class)
        .isThrownBy(() -> client.upload(file, "App/large.bin"));
    long before = store.requestCount();

    UploadResult result = client.upload(file, "App/large.bin");

    assertThat(store.content("App/large.bin").orElseThrow().matches(file)).isTrue();
    assertThat(result.parts()).isZero();
    assertThat(result.bytesSent()).isZero();
    assertThat(result.bytesResumed()).isEqualTo(40 * MIB);
    assertThat(store.requestCount() - before).isLessThanOrEqualTo(5);
  }

  @Test
  void aPackageIsWholeWithAllItsMarks() throws Exception {
    Path root = folder.resolve("pkg");
    Files.createDirectories(root.resolve("Code/bin"));
    Files.createDirectories(root.resolve("Config"));
    write(root.resolve("ApplicationManifest.xml"), 300);
    write(root.resolve("Code/bin/app.dll"), 20 * MIB);
    write(root.resolve("Code/run.exe"), 5000);
    write(root.resolve("Config/Settings.xml"), 10);

    PackageResult result = client.uploadPackage(root, "MyApp");

    assertThat(result.files()).hasSize(4).allMatch(UploadResult::verified);
    assertThat(result.folders()).isEqualTo(4);
    for (UploadResult file : result.files()) {
      assertThat(store.content(file.storePath()).orElseThrow().matches(file.file())).isTrue();
    }
    for (String mark : new String[] {"", "/Code", "/Code/bin", "/Config"}) {
      assertThat(store.content("MyApp" + mark + "/_.dir")).isPresent();
    }
    assertThatExceptionOfType(PackageExistsException.class)
        .isThrownBy(() -> client.uploadPackage(root, "MyApp"))
        .withMessageContaining("replaceExisting(true)");
    client.uploadPackage(root, "MyApp", UploadOptions.builder().replaceExisting(true).build());
  }

  private Path file(int size) throws IOException {
    Path file = folder.resolve("file-" + size);
    write(file, size);
    return file;
  }

  private static void write(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(file, bytes);
  }
}
