package prepare;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The properties of each class, with types and names that agree with its parent's. */
final class Properties {
  private final Types types;
  private final Families families;
  private final Places places;
  private final Refusals refusals;
  private final Map<Node, Map<String, Property>> known = new HashMap<>();

  Properties(Types types, Families families, Places places, Refusals refusals) {
    this.types = types;
    this.families = families;
    this.places = places;
    this.refusals = refusals;
  }

  Map<String, Property> of(Node schema) {
    Map<String, Property> properties = known.get(schema);
    if (properties == null) {
      properties = make(schema);
      known.put(schema, properties);
    }
    return properties;
  }

  private Map<String, Property> make(Node schema) {
    Node parent = families.parent(schema);
    Map<String, Property> inherited = parent == null ? Map.of() : of(parent);
    Set<String> fields = new HashSet<>(Set.of("PROPERTY_NAMES"));
    Set<String> getters = new HashSet<>();
    inherited.values().forEach(property -> fields.add(property.field()));
    inherited.values().forEach(property -> getters.add(property.getter()));
    Map<String, Property> properties = new LinkedHashMap<>();
    Shape shape = new Shape(schema);
    shape.properties.forEach(
        (wire, places) -> {
          Property above = inherited.get(wire);
          JavaType type = type(schema, wire, places, above);
          String name =
              wire.equals("equals") && type.java().equals("Object") ? "propertyEquals" : wire;
          String field = Names.field(name);
          boolean required = shape.required.contains(wire);
          properties.put(
              wire,
              new Property(
                  wire,
                  above != null ? above.field() : Property.numbered(field, fields),
                  above != null ? above.getter() : Property.numbered(Names.getter(field), getters),
                  type,
                  words(places),
                  places.stream().anyMatch(place -> place.flag("deprecated")),
                  required,
                  required && places.stream().anyMatch(Properties::mayBeNull),
                  above != null));
        });
    return properties;
  }

  private JavaType type(Node schema, String wire, List<Node> declared, Property above) {
    List<JavaType> all = declared.stream().map(types::of).toList();
    JavaType narrowest = JavaType.narrowest(all, families);
    Node last = declared.get(declared.size() - 1);
    String its = "its property " + wire;
    if (all.stream().anyMatch(type -> type.contains(JavaType.Form.BINARY))) {
      refusals.add(
          places.subject(schema),
          last,
          its + " is binary, which JSON cannot carry. Use format: byte.");
      return JavaType.ANYTHING;
    } else if (narrowest == null) {
      refusals.add(
          places.subject(schema),
          last,
          its
              + " is declared as "
              + SchemaType.words(declared)
              + ", of which none fits the others. Leave one.");
      return JavaType.ANYTHING;
    } else if (above != null && !above.type().holds(narrowest, families)) {
      refusals.add(
          places.subject(schema),
          last,
          its
              + " is "
              + SchemaType.words(List.of(last))
              + ", which the type that its parent gives it cannot hold. Declare it as the parent does,"
              + " or under another name.");
    }
    return above != null ? above.type() : narrowest;
  }

  /**
   * The last description of a property; behind a reference that of an alias counts, a class has its
   * own.
   */
  private String words(List<Node> declared) {
    String words = null;
    for (Node place : declared) {
      String own = place.text("description");
      if (own == null && types.of(place).schema() == null) {
        own = place.target().text("description");
      }
      words = own != null ? own : words;
    }
    return words;
  }

  private static boolean mayBeNull(Node property) {
    return Stream.of(property, property.target())
        .anyMatch(
            node ->
                node.flag("nullable")
                    || node.flag("x-nullable")
                    || node.json().path("type").toString().contains("\"null\""));
  }
}
