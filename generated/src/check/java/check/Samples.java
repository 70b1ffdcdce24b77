package check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * JSON that a contract allows, made from its schemas as they stand in its file and with none of the
 * build's own ideas about them.
 */
final class Samples {
  /** Beyond this depth only what is required is there. */
  private static final int DEEP = 4;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Function<String, JsonNode> places;
  private final Map<String, JsonNode> schemas;
  private final String folder;
  private int turn;

  /**
   * Reads a contract.
   *
   * @param places finds what a reference leads to
   */
  Samples(JsonNode contract, Function<String, JsonNode> places) {
    this.places = places;
    this.folder = contract.has("swagger") ? "#/definitions/" : "#/components/schemas/";
    this.schemas = new LinkedHashMap<>();
    JsonNode named =
        contract.has("swagger")
            ? contract.path("definitions")
            : contract.path("components").path("schemas");
    named.properties().forEach(entry -> schemas.put(entry.getKey(), entry.getValue()));
  }

  /**
   * What a schema allows: what it requires only, then everything, each value of an enum in its
   * turn.
   */
  List<JsonNode> of(String place) {
    JsonNode schema = places.apply(place);
    List<JsonNode> samples = new ArrayList<>();
    int values = Math.max(1, schema.path("enum").size());
    for (turn = 0; turn < values; turn++) {
      samples.add(sample(schema, place, true, 0, new HashSet<>()));
    }
    samples.add(sample(schema, place, false, 0, new HashSet<>()));
    samples.removeIf(JsonNode::isMissingNode);
    return samples;
  }

  /** The schemas that have this one for a parent of their family, at whatever distance. */
  List<String> kindsOf(String place) {
    List<String> kinds = new ArrayList<>();
    if (discriminator(places.apply(place)) != null) {
      schemas.keySet().stream()
          .map(name -> folder + name)
          .filter(kind -> parents(kind, new HashSet<>()).contains(place))
          .forEach(kinds::add);
    }
    return kinds;
  }

  private Set<String> parents(String place, Set<String> all) {
    for (JsonNode part : places.apply(place).path("allOf")) {
      String parent = part.path("$ref").asText();
      if (parent.startsWith(folder) && all.add(parent)) {
        parents(parent, all);
      }
    }
    return all;
  }

  private String discriminator(JsonNode schema) {
    JsonNode own = schema.path("discriminator");
    if (!own.isMissingNode()) {
      return own.isTextual() ? own.asText() : own.path("propertyName").asText();
    }
    for (JsonNode part : schema.path("allOf")) {
      String found = part.has("$ref") ? null : discriminator(part);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private JsonNode sample(
      JsonNode schema, String place, boolean whole, int depth, Set<String> underway) {
    if (depth > 3 * DEEP) {
      return JSON.missingNode(); // A schema that requires itself has no sample.
    }
    if (place == null && schema.path("allOf").size() == 1 && !schema.has("properties")) {
      return sample(schema.get("allOf").get(0), null, whole, depth, underway);
    }
    if (schema.has("$ref")) {
      String target = schema.get("$ref").asText();
      if (places.apply(target).isMissingNode()) {
        return JSON.missingNode();
      } else if (!underway.add(target)) {
        return JSON.missingNode();
      }
      List<String> kinds = kindsOf(target);
      String chosen = kinds.isEmpty() ? target : kinds.get(turn % kinds.size());
      JsonNode sample = sample(places.apply(chosen), chosen, whole, depth + 1, underway);
      underway.remove(target);
      return sample;
    }
    List<JsonNode> values = new ArrayList<>();
    schema
        .path("enum")
        .forEach(value -> values.addAll(value.isNull() ? List.of() : List.of(value)));
    if (schema.has("const")) {
      return schema.get("const");
    }
    boolean list = schema.path("type").asText().equals("array") || schema.has("items");
    if (!values.isEmpty() && !list) {
      JsonNode value = values.get(turn % values.size());
      return schema.path("type").asText().equals("string") ? JSON.textNode(value.asText()) : value;
    } else if (list) {
      JsonNode item = sample(schema.path("items"), null, whole, depth + 1, underway);
      return item.isMissingNode() ? JSON.arrayNode() : JSON.arrayNode().add(item);
    }
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    Set<String> required = new HashSet<>();
    merge(schema, properties, required);
    if (!properties.isEmpty()) {
      return object(place, properties, required, whole && depth < DEEP, depth, underway);
    } else if (schema.path("additionalProperties").isObject()) {
      JsonNode value = sample(schema.get("additionalProperties"), null, whole, depth + 1, underway);
      return JSON.objectNode()
          .set("a key, \u00e4 \"", value.isMissingNode() ? JSON.nullNode() : value);
    }
    for (String choice : List.of("allOf", "oneOf", "anyOf")) {
      for (JsonNode part : schema.path(choice)) {
        if (part.has("$ref") || part.has("type")) {
          return sample(part, null, whole, depth, underway);
        }
      }
    }
    return PlainValues.of(schema);
  }

  private JsonNode object(
      String place,
      Map<String, JsonNode> properties,
      Set<String> required,
      boolean whole,
      int depth,
      Set<String> underway) {
    ObjectNode object = JSON.objectNode();
    String label = place == null ? null : labelProperty(place);
    properties.forEach(
        (name, property) -> {
          if (name.equals(label)) {
            String text = label(place);
            boolean number = property.path("type").asText().equals("integer");
            object.set(name, number ? PlainValues.number(text) : JSON.textNode(text));
          } else if (whole || required.contains(name)) {
            JsonNode value = sample(property, null, whole, depth + 1, underway);
            if (!value.isMissingNode()) {
              object.set(name, value);
            }
          }
        });
    return object;
  }

  private void merge(JsonNode schema, Map<String, JsonNode> properties, Set<String> required) {
    JsonNode own = schema.has("$ref") ? places.apply(schema.get("$ref").asText()) : schema;
    own.path("allOf").forEach(part -> merge(part, properties, required));
    for (Map.Entry<String, JsonNode> property : own.path("properties").properties()) {
      JsonNode before = properties.get(property.getKey());
      boolean says = Stream.of("type", "$ref", "allOf", "enum").anyMatch(property.getValue()::has);
      properties.put(property.getKey(), before == null || says ? property.getValue() : before);
    }
    own.path("required").forEach(name -> required.add(name.asText()));
  }

  private String labelProperty(String place) {
    Set<String> line = parents(place, new HashSet<>());
    for (String parent : line) {
      if (discriminator(places.apply(parent)) != null) {
        return discriminator(places.apply(parent));
      }
    }
    return kindsOf(place).isEmpty() ? null : discriminator(places.apply(place));
  }

  private String label(String place) {
    Set<String> line = parents(place, new HashSet<>());
    line.add(place);
    String name = place.substring(folder.length());
    for (String parent : line) {
      for (Map.Entry<String, JsonNode> entry :
          places.apply(parent).path("discriminator").path("mapping").properties()) {
        String target = entry.getValue().asText();
        if (target.equals(place) || target.equals(name)) {
          return entry.getKey();
        }
      }
    }
    Map<String, JsonNode> own = new LinkedHashMap<>();
    merge(places.apply(place), own, new HashSet<>());
    JsonNode values = own.get(labelProperty(place)).path("enum");
    String only = values.size() == 1 ? values.get(0).asText() : name;
    return places.apply(place).path("x-ms-discriminator-value").asText(only);
  }
}
