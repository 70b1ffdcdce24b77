package io.github.servicefabric.imagestore.contract;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** A contract as plain maps and lists, each found under its JSON pointer. */
final class Contract {
  static final Path CURRENT = Path.of("..", "spec", "image-store.yaml");

  private final Map<String, Object> root;

  private Contract(Map<String, Object> root) {
    this.root = root;
  }

  static Contract read(Path file) throws IOException {
    try (Reader in = Files.newBufferedReader(file)) {
      return new Contract(new Yaml().load(in));
    }
  }

  /** Calls back for every map, with its pointer; what an example or a default holds is data. */
  void eachMap(BiConsumer<String, Map<String, Object>> visitor) {
    visit("", root, visitor);
  }

  /** The maps straight below a pointer, by their keys. */
  Map<String, Map<String, Object>> below(String pointer) {
    Map<String, Map<String, Object>> children = new LinkedHashMap<>();
    eachMap(
        (at, map) -> {
          if (at.startsWith(pointer + "/") && at.indexOf('/', pointer.length() + 1) < 0) {
            children.put(at.substring(pointer.length() + 1), map);
          }
        });
    return children;
  }

  static List<String> values(Map<String, Object> schema) {
    return schema.get("enum") instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.toList())
        : List.of();
  }

  private static void visit(
      String pointer, Object node, BiConsumer<String, Map<String, Object>> visitor) {
    if (node instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        visit(pointer + "/" + i, list.get(i), visitor);
      }
    } else if (node instanceof Map<?, ?> map) {
      Map<String, Object> typed = new LinkedHashMap<>();
      map.forEach((key, value) -> typed.put(String.valueOf(key), value));
      visitor.accept(pointer, typed);
      boolean named = pointer.matches(".*/(properties|schemas|responses)");
      typed.forEach(
          (key, value) -> {
            if (named || !List.of("example", "examples", "default", "enum").contains(key)) {
              visit(pointer + "/" + key.replace("~", "~0").replace("/", "~1"), value, visitor);
            }
          });
    }
  }
}
