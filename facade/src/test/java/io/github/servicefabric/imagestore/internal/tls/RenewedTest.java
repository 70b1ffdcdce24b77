package io.github.servicefabric.imagestore.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When files are looked at, and by whom. */
class RenewedTest {
  @TempDir Path folder;
  private final Queue<Runnable> looks = new ArrayDeque<>();
  private final List<String> warnings = new ArrayList<>();
  private Path file;
  private long nanos = Long.MAX_VALUE - 1;
  private int reads;

  @BeforeEach
  void writeFile() throws IOException {
    file = folder.resolve("file");
    Files.writeString(file, "1");
  }

  private Renewed<String> renewed(Executor executor) {
    Source source = Source.of(file);
    Tls files = new Tls(null, new Tls.ClientIdentity(List.of(source), now -> null));
    return new Renewed<>(files, () -> read(source), () -> nanos, executor, warnings::add);
  }

  private String read(Source source) {
    reads++;
    String content = new String(source.read(), java.nio.charset.StandardCharsets.US_ASCII);
    if (content.isBlank()) {
      throw new IllegalArgumentException("half of it");
    }
    return content;
  }

  private void pass(long seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  /** Sizes differ, so that the change shows however coarse the file system's clock is. */
  private void change(String content) throws IOException {
    Files.writeString(file, content);
  }

  @Test
  void whoAsksReadsNothingAndGetsWhatThereIs() throws IOException {
    Renewed<String> renewed = renewed(looks::add);
    change("22");
    pass(5);
    assertThat(renewed.get()).isEqualTo("1");
    assertThat(reads).isEqualTo(1);
    looks.remove().run();
    assertThat(reads).isEqualTo(2);
    assertThat(renewed.get()).isEqualTo("22");
  }

  @Test
  void thereIsOneLookInFiveSecondsAndOneAtATime() {
    Renewed<String> renewed = renewed(looks::add);
    pass(4);
    renewed.get();
    assertThat(looks).isEmpty();
    pass(1);
    renewed.get();
    renewed.get();
    pass(60);
    renewed.get();
    assertThat(looks).hasSize(1);
    looks.remove().run();
    renewed.get();
    renewed.get();
    assertThat(looks).hasSize(1);
    looks.remove().run();
    pass(4);
    renewed.get();
    assertThat(looks).isEmpty();
    assertThat(reads).as("the file did not change").isEqualTo(1);
  }

  @Test
  void whereNoThreadTakesTheLookTheNextOneIsTriedWhenItIsDue() throws IOException {
    List<Runnable> refused = new ArrayList<>();
    Renewed<String> renewed =
        renewed(
            look -> {
              if (refused.isEmpty()) {
                refused.add(look);
                throw new RejectedExecutionException("busy");
              }
              look.run();
            });
    change("22");
    pass(5);
    assertThat(renewed.get()).isEqualTo("1");
    pass(4);
    assertThat(renewed.get()).isEqualTo("1");
    pass(1);
    assertThat(renewed.get()).isEqualTo("22");
  }

  @Test
  void whatCannotBeReadIsReadAgainAfterThirtySeconds() throws IOException {
    Renewed<String> renewed = renewed(Runnable::run);
    change("  ");
    pass(5);
    assertThat(renewed.get()).isEqualTo("1");
    for (int seconds = 5; seconds < 30; seconds += 5) {
      pass(5);
      assertThat(renewed.get()).isEqualTo("1");
    }
    assertThat(reads).isEqualTo(2);
    pass(5);
    renewed.get();
    assertThat(reads).isEqualTo(3);
    assertThat(warnings).hasSize(2).containsOnly("Changed certificates are not used: half of it");
  }

  @Test
  void whatCannotBeReadIsReadAgainOnceItChanges() throws IOException {
    Renewed<String> renewed = renewed(Runnable::run);
    Files.delete(file);
    pass(5);
    assertThat(renewed.get()).isEqualTo("1");
    assertThat(warnings).singleElement().asString().contains("there is no file " + file);
    change("22");
    pass(5);
    assertThat(renewed.get()).isEqualTo("22");
    assertThat(warnings).hasSize(1);
  }

  @Test
  void atFirstFilesAreReadAtOnce() throws IOException {
    change("");
    assertThatThrownBy(() -> renewed(looks::add)).isInstanceOf(IllegalArgumentException.class);
  }
}
