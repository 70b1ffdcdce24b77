package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A package of very many files, uploaded by a process with little memory. */
@Tag("soak")
@Timeout(value = 5, unit = TimeUnit.HOURS)
class ManyFilesTest {
  private static final int FILES = Integer.getInteger("imagestore.soak.files", 100_000);

  @ParameterizedTest
  @ValueSource(ints = {1, 500})
  void littleMemoryWillDo(int folders, @TempDir Path root) throws Exception {
    for (int i = 0; i < folders; i++) {
      Files.createDirectory(root.resolve("d" + i));
    }
    for (int i = 0; i < FILES; i++) {
      Files.write(root.resolve("d" + i % folders).resolve("f" + i), new byte[] {(byte) i});
    }
    try (FakeImageStore store = FakeImageStore.start()) {
      store.keepRequests(0);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Uploader.class.getName(),
                  store.endpoint(),
                  root.toString())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.INHERIT)
              .start();
      try {
        assertThat(process.waitFor()).isZero();
        assertThat(store.paths()).hasSize(FILES + folders + 1);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** The other process. */
  static final class Uploader {
    private Uploader() {}

    /** Uploads a folder to an endpoint. */
    public static void main(String[] arguments) {
      try (ImageStoreClient client = ImageStoreClient.create(arguments[0])) {
        PackageResult result = client.uploadPackage(Path.of(arguments[1]), "App");
        System.out.println("ManyFilesTest: " + result.files().size() + " " + result.duration());
      }
    }
  }
}
