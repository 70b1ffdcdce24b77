package prepare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a schema says of itself and of all that it takes over with allOf, in one list. */
final class Shape {
  /** Each property, with all places that declare it. */
  final Map<String, List<Node>> properties = new LinkedHashMap<>();

  final Set<String> required = new LinkedHashSet<>();

  /** The schemas that it is made of, itself the last. */
  final Set<Node> parts = new LinkedHashSet<>();

  Shape(Node schema) {
    collect(schema.target(), new HashSet<>());
  }

  private void collect(Node part, Set<Node> seen) {
    if (!seen.add(part)) {
      return;
    }
    part.items("allOf").forEach(taken -> collect(taken.target(), seen));
    part.fields("properties")
        .forEach((name, p) -> properties.computeIfAbsent(name, n -> new ArrayList<>()).add(p));
    part.json().path("required").forEach(name -> required.add(name.asText()));
    parts.add(part);
  }

  /** What oneOf or anyOf offer, as far as it says more than what is required. */
  List<Node> alternatives() {
    return parts.stream()
        .flatMap(part -> Stream.concat(part.items("oneOf").stream(), part.items("anyOf").stream()))
        .filter(Shape::saysMore)
        .toList();
  }

  /** The schema of properties that have no name, or null. */
  Node others() {
    return parts.stream()
        .flatMap(part -> Stream.of(part.get("additionalProperties"), part.get("patternProperties")))
        .filter(node -> node.json().isObject() || node.json().asBoolean(false))
        .findFirst()
        .orElse(null);
  }

  /** The parts that say which type a value has. */
  List<Node> typed() {
    return parts.stream().filter(part -> saysMore(part) && !part.has("allOf")).toList();
  }

  static boolean saysMore(Node schema) {
    boolean nothing = "null".equals(schema.text("type"));
    return !nothing
        && Stream.of(
                "$ref",
                "type",
                "format",
                "enum",
                "const",
                "items",
                "properties",
                "allOf",
                "oneOf",
                "anyOf",
                "additionalProperties")
            .anyMatch(schema::has);
  }
}
