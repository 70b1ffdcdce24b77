package io.github.servicefabric.imagestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares with the newest file of spec/released, which is named after its version. */
class ReleasedContractTest {
  private static final Path RELEASED = Path.of("..", "spec", "released");

  @Test
  void breaksOnlyWhereTheVersionSaysSo() throws IOException {
    Path last = lastReleased();
    String released = version(last);
    String current = System.getProperty("imagestore.version");

    ContractChange change = ContractChange.between(last, Contract.CURRENT);

    assertThat(change.breaks() && promise(released).equals(promise(current)))
        .as(
            "%s must not break what %s promised; raise the version of the project to a new %s line, or"
                + " take the break back:%n%s",
            current,
            released,
            promise(current).startsWith("0.") ? "minor" : "major",
            change.report())
        .isFalse();
    System.out.println(
        "Since " + released + ":\n" + (change.isNone() ? "nothing changed" : change.report()));
  }

  /** Within 0.x a minor version may break, after it a major one only. */
  private static String promise(String version) {
    String[] parts = version.split("[.-]");
    return parts[0].equals("0") ? "0." + parts[1] : parts[0];
  }

  private static Path lastReleased() throws IOException {
    try (Stream<Path> files = Files.list(RELEASED)) {
      return files.max(Comparator.comparing(ReleasedContractTest::sortable)).orElseThrow();
    }
  }

  private static String sortable(Path file) {
    List<String> parts =
        Arrays.stream(version(file).split("\\."))
            .map(part -> String.format("%06d", Integer.parseInt(part)))
            .collect(Collectors.toList());
    return String.join(".", parts);
  }

  private static String version(Path file) {
    return file.getFileName().toString().replaceFirst("\\.yaml$", "");
  }
}
