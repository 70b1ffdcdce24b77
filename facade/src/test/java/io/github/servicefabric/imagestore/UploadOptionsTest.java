package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadOptionsTest {
  private static final long MIB = 1024 * 1024;

  @Test
  void theDefaults() {
    UploadOptions options = UploadOptions.defaults();
    assertThat(options.partSize()).isEqualTo(16 * MIB);
    assertThat(options.parallelism()).isEqualTo(8);
    assertThat(options.resume()).isEqualTo(Resume.UNCHANGED_FILE);
    assertThat(options.stallTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.deadline()).isEmpty();
    assertThat(options.call()).isEqualTo(CallOptions.defaults());
    assertThat(options.verify()).isTrue();
    assertThat(options.replaceExisting()).isFalse();
    assertThat(options.followLinks()).isFalse();
    assertThat(options.filter().test(Path.of("any"))).isTrue();
    assertThat(options.listener()).isEmpty();
  }

  @Test
  void theRanges() {
    UploadOptions.Builder options = UploadOptions.builder();
    assertThat(options.partSize(MIB).parallelism(1).build().partSize()).isEqualTo(MIB);
    assertThat(options.partSize(1024 * MIB).parallelism(256).build().parallelism()).isEqualTo(256);
    assertThat(options.stallTimeout(Duration.ofNanos(1)).build().stallTimeout()).isPositive();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        given("partSize", o -> o.partSize(MIB - 1)),
        given("partSize", o -> o.partSize(1024 * MIB + 1)),
        given("parallelism", o -> o.parallelism(0)),
        given("parallelism", o -> o.parallelism(257)),
        given("stallTimeout", o -> o.stallTimeout(Duration.ZERO)),
        given("deadline", o -> o.deadline(Duration.ofNanos(-1))));
  }

  private static Arguments given(String name, Consumer<UploadOptions.Builder> set) {
    return Arguments.of(name, set);
  }

  @ParameterizedTest
  @MethodSource
  void refused(String name, Consumer<UploadOptions.Builder> set) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.accept(UploadOptions.builder()))
        .withMessageContaining(name);
  }

  static Stream<Consumer<UploadOptions.Builder>> nothing() {
    return Stream.of(
        o -> o.resume(null),
        o -> o.stallTimeout(null),
        o -> o.deadline(null),
        o -> o.call(null),
        o -> o.filter(null),
        o -> o.listener(null));
  }

  @ParameterizedTest
  @MethodSource
  void nothing(Consumer<UploadOptions.Builder> set) {
    assertThatNullPointerException()
        .isThrownBy(() -> set.accept(UploadOptions.builder()))
        .withMessageContaining("must not be null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "folder", "fifo", "unreadable"})
  void whatIsNoFileIsRefusedBeforeAnythingIsSent(String name, @TempDir Path folder)
      throws Exception {
    Path path = folder.resolve(name);
    switch (name) {
      case "folder" -> Files.createDirectory(path);
      case "fifo" -> new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
      case "unreadable" -> Files.createFile(path);
      default -> {}
    }
    Path given = name.equals("unreadable") ? ClosedFiles.at(path, name) : path;
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.upload(given, "f"))
          .withMessageContaining(name)
          .withMessageNotContaining("Exception");
      assertThat(store.requestCount()).isZero();
    }
  }
}
