package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the public API as {@code facade/api/facade.api} has it. */
final class ApiSignatureTest {
  private static final Path KEPT = Path.of(System.getProperty("basedir", "."), "api", "facade.api");
  private static final String UPDATE =
      "mvn -q -pl generated,facade test -Dtest=ApiSignatureTest -Dapi.update";

  @Test
  void publicApiIsTheKeptOne() throws Exception {
    List<String> current = ApiSignature.ofPackageOf(ImageStoreClient.class);
    if (System.getProperty("api.update") != null) {
      Files.createDirectories(KEPT.getParent());
      Files.writeString(KEPT, String.join("\n", current) + '\n');
    }
    List<String> kept = Files.readAllLines(KEPT);
    assertThat(current)
        .withFailMessage(() -> difference(kept, current))
        .containsExactlyElementsOf(kept);
  }

  @Test
  void publicApiShowsNothingOfTheMachinery() throws Exception {
    assertThat(ApiSignature.ofPackageOf(ImageStoreClient.class))
        .noneMatch(line -> line.matches(".*\\b(retrofit2|moshi|okio|kotlin|generated)\\b.*"))
        .noneMatch(
            line ->
                line.replaceAll("okhttp3\\.(OkHttpClient|Call\\$Factory|Call\\.Factory)", "")
                    .contains("okhttp3"));
  }

  private static String difference(List<String> kept, List<String> current) {
    List<String> gone = new ArrayList<>(withTypes(kept));
    gone.removeAll(withTypes(current));
    List<String> added = new ArrayList<>(withTypes(current));
    added.removeAll(withTypes(kept));
    return "The public API is not the one in facade/api/facade.api."
        + listed("Gone or changed, which breaks those who use it:", gone)
        + listed("New or changed:", added)
        + "\nIf that is meant, put it into CHANGELOG.md, raise the version if something is gone,"
        + " and update the file:\n  "
        + UPDATE
        + '\n';
  }

  /** Puts the type before each of its members, so that a line stands for itself. */
  private static List<String> withTypes(List<String> lines) {
    List<String> all = new ArrayList<>();
    String type = "";
    for (String line : lines) {
      if (line.startsWith("  ")) {
        all.add(
            type.replaceAll("[(<].*| (extends|implements|permits) .*", "") + " {" + line + " }");
      } else if (!line.isEmpty()) {
        type = line;
        all.add(line);
      }
    }
    return all;
  }

  private static String listed(String title, List<String> lines) {
    return lines.isEmpty() ? "" : '\n' + title + "\n  " + String.join("\n  ", lines);
  }
}
