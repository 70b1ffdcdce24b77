package prepare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What a schema says of the type of its values. */
final class SchemaType {
  private SchemaType() {}

  /** The type that a schema has or lets see; empty where it may be anything. */
  static String name(Node node) {
    List<String> names =
        node.json().path("type").isArray()
            ? StreamSupport.stream(node.json().get("type").spliterator(), false)
                .map(JsonNode::asText)
                .filter(name -> !name.equals("null"))
                .toList()
            : node.has("type") ? List.of(node.text("type")) : List.of();
    if (names.isEmpty()) {
      return node.has("items") ? "array" : node.has("additionalProperties") ? "object" : "";
    } else if (names.size() == 1) {
      return names.get(0).equals("null") ? "" : names.get(0);
    }
    return Set.of("integer", "number").containsAll(names) ? "number" : "";
  }

  /** What the enum of a schema lists, null apart. */
  static List<JsonNode> values(Node schema) {
    if (schema.has("const")) {
      return List.of(schema.get("const").json());
    }
    return schema.items("enum").stream()
        .map(Node::json)
        .filter(value -> !value.isNull())
        .distinct()
        .toList();
  }

  /** Types in the words of the contract. */
  static String words(List<Node> schemas) {
    return String.join(" and ", schemas.stream().map(SchemaType::words).distinct().toList());
  }

  private static String words(Node schema) {
    Node node = schema.target();
    String name = Contract.schemaName(node.pointer());
    if (name != null) {
      return name;
    } else if (name(node).equals("array")) {
      return "list of " + words(node.get("items"));
    }
    String type = name(node).isEmpty() ? "anything" : name(node);
    return node.has("format") ? type + " (" + node.text("format") + ")" : type;
  }
}
