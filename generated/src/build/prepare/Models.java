package prepare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import prepare.JavaType.Form;

/** What the templates print of each schema that becomes a class. */
final class Models {
  private final Types types;
  private final Families families;
  private final Properties properties;
  private final Places places;
  private final Refusals refusals;
  private final Map<String, Map<String, Object>> models = new LinkedHashMap<>();

  Models(Types types, Families families, Places places, Refusals refusals) {
    this.types = types;
    this.families = families;
    this.properties = new Properties(types, families, places, refusals);
    this.places = places;
    this.refusals = refusals;
  }

  /** Every class by its name; looking at one may bring up another. */
  Map<String, Map<String, Object>> all() {
    Set<JavaType> done = new HashSet<>();
    for (List<JavaType> open = types.classes(); done.size() < open.size(); open = types.classes()) {
      open.stream().filter(done::add).forEach(type -> models.put(type.java(), model(type)));
    }
    return models;
  }

  private Map<String, Object> model(JavaType type) {
    Node schema = type.schema();
    Map<String, Object> model =
        type.form() == Form.ENUM
            ? enumeration(type)
            : families.isFamily(schema)
                ? family(type)
                : kind(type, words(type), families.parent(schema));
    model.put("schema", schema.place());
    return model;
  }

  private String words(JavaType type) {
    Node schema = type.schema();
    return schema.has("allOf") && !schema.has("description")
        ? new Shape(schema)
            .parts.stream()
                .filter(
                    part -> part.pointer().startsWith(schema.pointer()) && part.has("description"))
                .map(part -> part.text("description"))
                .findFirst()
                .orElse(null)
        : schema.text("description");
  }

  /** A class with a builder; with a parent, one of its kinds. */
  private Map<String, Object> kind(JavaType type, String words, Node parent) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("pojo", true);
    model.put("doc", Text.javadoc(words, "The schema " + places.name(type.schema()) + "."));
    model.put("parent", parent == null ? false : types.of(parent).java());
    List<Map<String, Object>> printed = new ArrayList<>();
    for (Property property : properties.of(type.schema()).values()) {
      Map<String, Object> one = property.printed();
      one.put("label", false);
      if (parent != null && property.wire().equals(families.label(type.schema()))) {
        one.put("label", label(type.schema(), property));
      }
      printed.add(one);
    }
    model.put("properties", printed);
    return model;
  }

  /** Whether the first label of a kind is of the type that the contract gives to labels. */
  private boolean fits(Node kind, JavaType type) {
    JavaType base = type.base() == null ? type : type.base();
    String label = families.labels(kind).iterator().next();
    return base.equals(JavaType.STRING)
        || base.equals(JavaType.INT) && label.matches("-?\\d{1,9}")
        || base.equals(JavaType.LONG) && label.matches("-?\\d{1,18}");
  }

  private String label(Node kind, Property property) {
    String label = families.labels(kind).iterator().next();
    if (fits(kind, property.type())) {
      return Numbers.literal(property.type(), label);
    }
    refusals.add(
        places.subject(kind),
        kind,
        "its label "
            + label
            + " does not fit "
            + property.wire()
            + ". Give it an x-ms-discriminator-value or a mapping, and let the discriminator be"
            + " text or an integer.");
    return "null";
  }

  private Map<String, Object> family(JavaType type) {
    Node schema = type.schema();
    Map<String, Property> own = properties.of(schema);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("family", true);
    model.put("doc", Text.javadoc(words(type), "The schema " + places.name(schema) + "."));
    Node parent = families.parent(schema);
    model.put("parent", parent == null ? false : types.of(parent).java());
    String label = families.label(schema);
    model.put("labelDoc", Text.javadoc(label));
    model.put("label", Text.literal(label));
    model.put("properties", own.values().stream().map(Property::printed).toList());
    String itself = null;
    List<Map<String, Object>> kinds = new ArrayList<>();
    Map<String, Node> labels = new LinkedHashMap<>();
    for (Node kind : families.kinds(schema)) {
      String name = families.isFamily(kind) ? itself(kind) : types.of(kind).java();
      itself = kind.equals(schema) ? name : itself;
      if (name != null) {
        Set<String> spelled = families.labels(kind);
        spelled.forEach(one -> unique(schema, kind, one, labels));
        kinds.add(
            Map.of(
                "type",
                name,
                "labels",
                spelled.stream().map(one -> Map.of("label", Text.literal(one))).toList()));
      }
    }
    model.put("kinds", kinds);
    model.put("itself", itself == null ? false : itself);
    return model;
  }

  private void unique(Node family, Node kind, String label, Map<String, Node> labels) {
    Node twin = labels.putIfAbsent(label, kind);
    if (twin != null && families.parent(family) == null) {
      refusals.add(
          places.subject(family),
          kind,
          "two of its kinds have the label "
              + label
              + ". Give each its own x-ms-discriminator-value.");
    }
  }

  /** The class of what is of a family's own schema and of no kind below it; null for none. */
  private String itself(Node family) {
    Property label = properties.of(family).get(families.label(family));
    Set<String> listed =
        label == null || label.type().base() == null
            ? Set.of()
            : SchemaType.values(label.type().schema()).stream()
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    boolean fits = label != null && (families.parent(family) != null || fits(family, label.type()));
    if (!fits || !families.isKindItself(family, listed)) {
      return null;
    }
    JavaType type = types.of(family);
    return models.entrySet().stream()
        .filter(entry -> type.java().equals(entry.getValue().get("itselfOf")))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> addItself(type, family));
  }

  private String addItself(JavaType type, Node family) {
    String name = types.claimFree(type.java() + "Itself", family);
    Map<String, Object> model =
        kind(type, "What is a " + type.java() + " and of no kind below it.", family);
    model.put("itselfOf", type.java());
    models.put(name, model);
    return name;
  }

  private Map<String, Object> enumeration(JavaType type) {
    Map<String, Object> model = new LinkedHashMap<>();
    Node schema = type.schema();
    model.put("enum", true);
    model.put(
        "doc",
        Text.javadoc(schema.text("description"), "The values of " + places.name(schema) + "."));
    model.put("base", type.base().java());
    model.put("decimal", type.base().equals(JavaType.DECIMAL));
    List<Map<String, Object>> constants = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    List<JsonNode> values = SchemaType.values(schema);
    List<Node> names = schema.items("x-enum-varnames");
    List<Node> words = schema.items("x-enum-descriptions");
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i).asText();
      boolean number = type.base().form() == Form.NUMBER;
      String name =
          names.size() == values.size()
              ? Names.constant(names.get(i).json().asText(), false)
              : Names.constant(value, number);
      String doc = number ? value : '"' + value + '"';
      constants.add(
          Map.of(
              "name", Property.numbered(name, taken),
              "literal", Numbers.literal(type.base(), value),
              "doc",
                  Text.javadoc(
                      words.size() == values.size()
                          ? words.get(i).json().asText() + " " + doc
                          : doc)));
    }
    model.put("constants", constants);
    return model;
  }
}
