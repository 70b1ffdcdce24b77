package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import java.io.File;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PublisherTest {
  @Test
  void commits() {
    try (FakeImageStore store = FakeImageStore.start()) {
      UUID sessionId = store.openSession();

      assertThat(Publisher.publish(store.endpoint(), sessionId)).isEqualTo("committed");
      assertThat(store.isCommitted(sessionId)).isTrue();
    }
  }

  @Test
  void catchesTheAnswerOfTheCluster() {
    try (FakeImageStore store = FakeImageStore.start()) {
      assertThat(Publisher.publish(store.endpoint(), UUID.randomUUID()))
          .isEqualTo("refused: 400 E_INVALIDARG");
    }
  }

  @Test
  void catchesThatNothingIsThere() {
    FakeImageStore store = FakeImageStore.start();
    store.close();

    assertThat(Publisher.publish(store.endpoint(), UUID.randomUUID())).isEqualTo("unreachable");
  }

  @Test
  void catchesThatNobodyKnows() {
    try (FakeImageStore store = FakeImageStore.start()) {
      UUID sessionId = store.openSession();
      store.faultsFrom(() -> Fault.lostAnswer(Fault.Work.NEVER));

      assertThat(Publisher.publish(store.endpoint(), sessionId)).isEqualTo("unknown");
    }
  }

  /** One OkHttp and one Okio: the jar {@code okhttp} is empty by now, {@code okhttp-jvm} is not. */
  @Test
  void bringsWhatItNeedsAndNoMore() {
    String forTestsOnly =
        ".*-tests\\.jar|(junit|opentest4j|apiguardian|assertj|byte-buddy|surefire).*";
    assertThat(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
        .extracting(entry -> Path.of(entry).getFileName().toString())
        .filteredOn(name -> name.endsWith(".jar") && !name.matches(forTestsOnly))
        .extracting(name -> name.replaceAll("-\\d.*", ""))
        .containsExactlyInAnyOrder(
            "imagestore-facade",
            "imagestore-generated",
            "retrofit",
            "converter-moshi",
            "moshi",
            "okhttp",
            "okhttp-jvm",
            "okio-jvm",
            "kotlin-stdlib",
            "kotlin-stdlib-jdk7",
            "kotlin-stdlib-jdk8",
            "annotations",
            "jspecify");
  }
}
