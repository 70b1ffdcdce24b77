package io.github.servicefabric.imagestore.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What the quick start does on a cluster that it is given. */
@ResourceLock(Resources.SYSTEM_OUT)
class QuickStartTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean succeeded;

  private String printed(Map<String, String> properties) {
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      succeeded = QuickStart.run(properties::get);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aPackageAndAFileAreUploaded(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "content");
    try (FakeImageStore store = FakeImageStore.start()) {
      String printed =
          printed(Map.of("endpoint", store.endpoint(), "file", folder.toString(), "to", "MyApp"));
      assertThat(printed).contains("a package").contains("uploaded 1 file and 1 folder, 7 B");
      assertThat(succeeded).isTrue();
      String twice = " " + store.endpoint() + " , " + store.endpoint() + " ";
      assertThat(printed(Map.of("endpoint", twice, "file", file.toString(), "to", "b.txt")))
          .contains("Endpoint:  " + twice.strip());
      assertThat(succeeded).isTrue();
      assertThat(store.paths()).containsExactlyInAnyOrder("MyApp/a.txt", "MyApp/_.dir", "b.txt");
      assertThat(
              printed(
                  Map.of("endpoint", store.endpoint(), "file", folder.toString(), "to", "MyApp")))
          .contains("PackageExistsException")
          .contains("replaceExisting(true)");
      assertThat(succeeded).isFalse();
    }
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    for (Map<String, String> wrong :
        java.util.List.of(
            Map.of("endpoint", "http://localhost:1"),
            Map.of("session", "x"),
            Map.of("endpoint", "http://localhost:1", "file", "x"),
            Map.of("file", "x", "to", "y"),
            Map.of("endpoint", "http://localhost:1", "session", "x", "file", "x", "to", "y"))) {
      assertThat(printed(wrong)).contains("-Dfile=<file or folder>");
      assertThat(succeeded).isFalse();
    }
    assertThat(printed(Map.of("endpoint", "http://localhost:1", "file", "/nothing", "to", "App")))
        .contains("Refused:   ");
    assertThat(succeeded).isFalse();
  }
}
