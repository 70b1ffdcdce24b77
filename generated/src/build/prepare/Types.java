package prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import prepare.JavaType.Form;

/** Which Java type each schema becomes; those that become classes get their names here. */
final class Types {
  private final Families families;
  private final Places places;
  private final Refusals refusals;
  private final Map<Node, JavaType> types = new HashMap<>();
  private final Map<Node, JavaType> classes = new LinkedHashMap<>();
  private final Map<String, Node> spellings = new HashMap<>();
  private final Map<JsonNode, JavaType> inPlace = new HashMap<>();
  private final Set<Node> underway = new HashSet<>();

  Types(Contract contract, Families families, Places places, Refusals refusals) {
    this.families = families;
    this.places = places;
    this.refusals = refusals;
    contract.schemas().values().stream().filter(s -> !s.isReference()).forEach(this::of);
  }

  /** The schemas that become classes; more of them while properties are looked at. */
  List<JavaType> classes() {
    return List.copyOf(classes.values());
  }

  JavaType of(Node schema) {
    Node node = schema.target();
    JavaType known = types.get(node);
    if (known != null) {
      return known;
    } else if (!underway.add(node)) {
      return JavaType.ANYTHING; // A list or map of itself has no name in Java.
    }
    JavaType made = make(node);
    underway.remove(node);
    types.put(node, made);
    return made;
  }

  private JavaType make(Node node) {
    Shape shape = new Shape(node);
    if (!shape.alternatives().isEmpty()) {
      return choice(node, shape);
    } else if (!shape.properties.isEmpty()) {
      Node only = onlyTaken(node);
      return only != null ? of(only) : model(node, shape);
    } else if (node.has("allOf")) {
      return fitting(node, shape.typed().stream().filter(part -> !part.equals(node)).toList());
    }
    JavaType base = enumBase(node);
    return base != null ? declare(Form.ENUM, node, base) : plain(node);
  }

  private JavaType fitting(Node node, List<Node> parts) {
    JavaType type =
        parts.isEmpty()
            ? JavaType.ANYTHING
            : JavaType.narrowest(parts.stream().map(this::of).toList(), families);
    if (type == null) {
      refuse(
          node,
          "its allOf takes over what does not fit: " + SchemaType.words(parts) + ". Leave one.");
      return JavaType.ANYTHING;
    }
    return type;
  }

  private JavaType choice(Node node, Shape shape) {
    List<JavaType> offered = shape.alternatives().stream().map(this::of).toList();
    JavaType widest = JavaType.widest(offered, families);
    boolean alone = shape.properties.isEmpty() && !node.has("allOf");
    if (alone && widest != null && widest.form() != Form.ANYTHING) {
      return widest;
    }
    refuse(
        node,
        "it uses "
            + (shape.parts.stream().anyMatch(part -> part.has("oneOf")) ? "oneOf" : "anyOf")
            + ". Make it a parent with a discriminator, and let each alternative take it over with"
            + " allOf.");
    return JavaType.ANYTHING;
  }

  private JavaType model(Node node, Shape shape) {
    if (shape.others() != null) {
      refuse(
          node,
          "it has properties and additionalProperties at once. Move the additional ones to a"
              + " property of their own, or drop additionalProperties if they need not be kept.");
    }
    return declare(Form.MODEL, node, null);
  }

  /** What a schema in place only adds words to, or null. */
  private static Node onlyTaken(Node node) {
    List<Node> taken = node.items("allOf").stream().filter(Shape::saysMore).toList();
    boolean only =
        taken.size() == 1
            && taken.get(0).isReference()
            && !node.has("properties")
            && Contract.schemaName(node.pointer()) == null;
    return only ? taken.get(0) : null;
  }

  private JavaType plain(Node node) {
    String format = node.has("format") ? node.text("format") : "";
    return switch (SchemaType.name(node)) {
      case "string" -> text(format);
      case "integer" -> Numbers.integer(node, format);
      case "number" -> Numbers.number(format);
      case "boolean" -> JavaType.FLAG;
      case "file" -> JavaType.BINARY;
      case "array" -> JavaType.list(node.has("items") ? of(node.get("items")) : JavaType.ANYTHING);
      case "object" ->
          node.json().path("additionalProperties").isObject()
                  && !node.json().path("additionalProperties").isEmpty()
              ? JavaType.map(of(node.get("additionalProperties")))
              : JavaType.OBJECT;
      case "" -> JavaType.ANYTHING;
      default -> {
        refuse(
            node,
            "its type is "
                + node.text("type")
                + ", which is none of OpenAPI's. Use string, integer, number, boolean, array or"
                + " object, or no type for anything.");
        yield JavaType.ANYTHING;
      }
    };
  }

  private static JavaType text(String format) {
    return switch (format) {
      case "date-time" -> JavaType.DATE_TIME;
      case "date" -> JavaType.plain(Form.TEXT, "java.time.LocalDate");
      case "uuid" -> JavaType.plain(Form.TEXT, "java.util.UUID");
      case "uri" -> JavaType.plain(Form.TEXT, "java.net.URI");
      case "byte" -> JavaType.BYTES;
      case "binary" -> JavaType.BINARY;
      default -> JavaType.STRING;
    };
  }

  private JavaType enumBase(Node node) {
    List<JsonNode> values = SchemaType.values(node);
    String type = SchemaType.name(node);
    boolean scalars =
        values.stream().noneMatch(v -> v.isContainerNode() || v.isBoolean() && type.isEmpty());
    if (values.isEmpty() || !scalars || Set.of("array", "object", "boolean").contains(type)) {
      return null;
    }
    boolean texts = values.stream().allMatch(JsonNode::isTextual);
    boolean numbers = values.stream().allMatch(JsonNode::isNumber);
    if (type.equals("string") || type.isEmpty() && texts) {
      return JavaType.STRING;
    } else if (type.isEmpty() && !numbers) {
      return null;
    }
    try {
      return Numbers.of(values, type, node.has("format") ? node.text("format") : "");
    } catch (NumberFormatException | ArithmeticException e) {
      refuse(node, "its type is " + type + ", and one of its enum values is not.");
      return null;
    }
  }

  private JavaType declare(Form form, Node node, JavaType base) {
    boolean named = Contract.schemaName(node.pointer()) != null;
    JsonNode signature = named ? null : signature(node);
    if (inPlace.containsKey(signature)) {
      return inPlace.get(signature);
    }
    String name = claim(Names.type(places.name(node)), node);
    JavaType type = new JavaType(form, name, null, base, node);
    classes.put(node, type);
    if (!named) {
      inPlace.put(signature, type);
    }
    return type;
  }

  /** Takes a name that no other class has, also where a file system does not tell cases apart. */
  String claim(String name, Node node) {
    Node twin = spellings.putIfAbsent(Names.spelling(name), node);
    if (twin == null) {
      return name;
    }
    Node inside = Contract.schemaName(node.pointer()) == null ? node : twin;
    if (Contract.schemaName(inside.pointer()) == null) {
      Node other = inside == node ? twin : node;
      refuse(
          inside,
          "what stands in place there and "
              + places.subject(other)
              + " would both be "
              + name
              + " in Java. Move it to the other schemas, under another name, and refer to it.");
    } else {
      refusals.add(
          "schemas " + places.name(twin) + " and " + places.name(node),
          node,
          "their Java types would not differ, or in case only. Rename one of them; its name is not"
              + " sent.");
    }
    return name;
  }

  /** Takes a name that the contract did not ask for, so that it may be numbered. */
  String claimFree(String name, Node node) {
    String free = name;
    for (int number = 2; spellings.putIfAbsent(Names.spelling(free), node) != null; number++) {
      free = name + number;
    }
    return free;
  }

  private static JsonNode signature(Node node) {
    ObjectNode signature = node.json().deepCopy();
    List<String> words = new ArrayList<>(List.of("description", "example", "title"));
    signature
        .fieldNames()
        .forEachRemaining(n -> words.addAll(n.startsWith("x-ms") ? List.of(n) : List.of()));
    return signature.remove(words);
  }

  private void refuse(Node node, String why) {
    refusals.add(places.subject(node), node, why);
  }
}
