package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload gets what help its executor gives, and does the rest itself. */
class UploadExecutorTest {
  private final FakeImageStore store = FakeImageStore.start();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = TestFiles.write(folder.resolve("file"), 12 * MIB, 1);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private UploadResult upload(Executor executor) {
    try (ImageStoreClient client =
        ImageStoreClient.builder().endpoint(store.endpoint()).executor(executor).build()) {
      return client.upload(file, "f", UploadOptions.builder().partSize(MIB).build());
    }
  }

  @Test
  void oneThatTakesNothingLeavesAllToTheCaller() throws Exception {
    UploadResult result =
        upload(
            task -> {
              throw new RejectedExecutionException();
            });
    assertThat(result.parts()).isEqualTo(12);
    assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
  }

  @Test
  void oneThatRunsAtOnceWillDo() throws Exception {
    assertThat(upload(Runnable::run).parts()).isEqualTo(12);
    assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
  }

  @Test
  void oneThatFailsEndsTheUploadAsItIs() {
    Error failure = new OutOfMemoryError("no more threads");
    assertThatThrownBy(
            () ->
                upload(
                    task -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(store.content("f")).isEmpty();
  }
}
