package prepare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Something in a contract together with where it stands, which is what tells two equal schemas
 * apart.
 */
record Node(Contract contract, String file, String pointer, JsonNode json) {
  Node get(String key) {
    return child(key, json.path(key));
  }

  boolean has(String key) {
    return json.hasNonNull(key);
  }

  /** The scalar under the key as text, or null. */
  String text(String key) {
    JsonNode value = json.path(key);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  boolean flag(String key) {
    return json.path(key).asBoolean(false);
  }

  List<Node> items(String key) {
    List<Node> items = new ArrayList<>();
    for (JsonNode item : json.path(key)) {
      items.add(get(key).child(String.valueOf(items.size()), item));
    }
    return items;
  }

  /** What stands below, but for extensions. */
  Map<String, Node> fields(String key) {
    Map<String, Node> fields = new LinkedHashMap<>();
    json.path(key).properties().forEach(f -> fields.put(f.getKey(), get(key).get(f.getKey())));
    return fields;
  }

  /** What a {@code $ref} leads to in the end; without one, this. */
  Node target() {
    return contract.target(this);
  }

  boolean isReference() {
    return json.path("$ref").isTextual();
  }

  /** The place in the words of a JSON pointer, behind the file where that is not the first. */
  String place() {
    return contract.isMain(file) ? "#" + pointer : contract.relative(file) + "#" + pointer;
  }

  private Node child(String key, JsonNode value) {
    return new Node(
        contract, file, pointer + '/' + key.replace("~", "~0").replace("/", "~1"), value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Node node && pointer.equals(node.pointer) && file.equals(node.file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, pointer);
  }
}
