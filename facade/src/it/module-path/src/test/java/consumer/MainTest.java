package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MainTest {
  /** As Surefire sets it up: what no module asks for by name is on the class path. */
  @Test
  void commitsFromAModule() {
    assertThat(Main.class.getModule().getName()).isEqualTo("consumer");
    assertThat(ImageStoreClient.class.getModule().getName())
        .isEqualTo("io.github.servicefabric.imagestore");
    try (FakeImageStore store = FakeImageStore.start()) {
      UUID sessionId = store.openSession();

      Main.main(new String[] {store.endpoint(), sessionId.toString()});

      assertThat(store.isCommitted(sessionId)).isTrue();
    }
  }

  /** In a JVM of its own, with nothing on the class path and no module asked for. */
  @Test
  void commitsWithEverythingOnTheModulePath() throws Exception {
    try (FakeImageStore store = FakeImageStore.start()) {
      UUID sessionId = store.openSession();

      assertThat(java("-m", "consumer/consumer.Main", store.endpoint(), sessionId.toString()))
          .isEqualTo("committed, from module consumer");
      assertThat(store.isCommitted(sessionId)).isTrue();
    }
  }

  private static String java(String... arguments) throws IOException, InterruptedException {
    Stream<String> command =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--module-path",
            modulePath());
    Process process =
        new ProcessBuilder(Stream.concat(command, Arrays.stream(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  private static String modulePath() {
    String forTestsOnly =
        "test-classes|.*-tests\\.jar|(junit|opentest4j|apiguardian|assertj|byte-buddy|surefire).*";
    return Stream.of("jdk.module.path", "java.class.path")
        .flatMap(
            path ->
                Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                    .splitAsStream(System.getProperty(path)))
        .filter(entry -> !Path.of(entry).getFileName().toString().matches(forTestsOnly))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
