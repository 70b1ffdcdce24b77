package finish;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The last step of generation: formats what the templates printed. An equal file is left alone, so
 * that the compiler has nothing to do; one that the contract no longer has is deleted.
 */
public final class Finish {
  private Path generated;
  private Path finished;

  /** The generator's output folder; set by Ant. */
  public void setGenerated(File folder) {
    generated = folder.toPath();
  }

  /** The folder of finished sources; set by Ant. */
  public void setFinished(File folder) {
    finished = folder.toPath();
  }

  /** Called by Ant. */
  public void execute() throws IOException {
    Map<Path, String> sources = new TreeMap<>();
    Path root = generated.resolve("src/main/java");
    for (String file : Files.readAllLines(generated.resolve(".openapi-generator/FILES"))) {
      if (file.endsWith(".java")) {
        Path source = generated.resolve(file);
        sources.put(root.relativize(source), Format.source(Files.readString(source)));
      }
    }
    sources.keySet().removeIf(file -> file.endsWith("JsonLabel.java") && !readsLabels(sources));
    write(sources);
  }

  private static boolean readsLabels(Map<Path, String> sources) {
    return sources.values().stream().anyMatch(text -> text.contains("JsonLabel.of("));
  }

  private void write(Map<Path, String> sources) throws IOException {
    Files.createDirectories(finished);
    try (Stream<Path> files = Files.walk(finished)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!sources.containsKey(finished.relativize(file))) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      Path file = finished.resolve(source.getKey());
      if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, source.getValue());
      }
    }
  }
}
