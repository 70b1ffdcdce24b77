package prepare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which schemas are the kinds of one parent, told apart by a label. */
final class Families {
  private final Collection<Node> schemas;
  private final Map<Node, Set<Node>> taken = new HashMap<>();
  private final Map<Node, Node> parents = new HashMap<>();

  /** Schemas that are read as one of several kinds. */
  private final Set<Node> families = new HashSet<>();

  private final Refusals refusals;

  Families(Contract contract, Refusals refusals) {
    this.refusals = refusals;
    Map<String, Node> named = contract.schemas();
    this.schemas = named.values();
    schemas.forEach(schema -> taken.put(schema, takenBy(schema, new HashSet<>())));
    Set<Node> discriminated = new HashSet<>();
    for (Node schema : schemas) {
      if (discriminator(schema) != null && schemas.stream().anyMatch(s -> descends(s, schema))) {
        discriminated.add(schema);
      }
    }
    named.forEach((name, schema) -> findParent(name, schema, discriminated));
    families.addAll(discriminated);
    families.addAll(parents.values());
    named.forEach(this::check);
  }

  private static Set<Node> takenBy(Node schema, Set<Node> direct) {
    for (Node part : schema.items("allOf")) {
      if (part.isReference()) {
        direct.add(part.target());
      } else {
        takenBy(part, direct);
      }
    }
    return direct;
  }

  private boolean descends(Node schema, Node from) {
    return descends(schema, from, new HashSet<>());
  }

  private boolean descends(Node schema, Node from, Set<Node> seen) {
    return seen.add(schema)
        && taken.getOrDefault(schema, Set.of()).stream()
            .anyMatch(t -> !t.equals(schema) && (t.equals(from) || descends(t, from, seen)));
  }

  private void findParent(String name, Node schema, Set<Node> discriminated) {
    Set<Node> candidates = new LinkedHashSet<>(taken.get(schema));
    candidates.removeIf(
        c ->
            c.equals(schema)
                || !discriminated.contains(c)
                    && discriminated.stream().noneMatch(root -> descends(c, root)));
    List<Node> nearest =
        candidates.stream()
            .filter(c -> candidates.stream().noneMatch(other -> descends(other, c)))
            .toList();
    if (nearest.size() > 1) {
      refusals.add(
          "schema " + name,
          schema,
          "it takes over "
              + String.join(" and ", nearest.stream().map(Families::name).sorted().toList())
              + ", which are both told apart by a discriminator, and a model has one parent."
              + " Write the properties of one of them into "
              + name
              + " instead.");
    }
    if (!nearest.isEmpty()) {
      parents.put(schema, nearest.get(0));
    }
  }

  /** The property that tells kinds apart where the schema itself says so, or null. */
  private static Node discriminator(Node schema) {
    if (schema.has("discriminator")) {
      return schema.get("discriminator");
    }
    return schema.items("allOf").stream()
        .filter(part -> !part.isReference() && discriminator(part) != null)
        .map(Families::discriminator)
        .findFirst()
        .orElse(null);
  }

  private static String propertyOf(Node discriminator) {
    return discriminator.json().isTextual()
        ? discriminator.json().asText()
        : discriminator.text("propertyName");
  }

  private void check(String name, Node schema) {
    Node own = discriminator(schema);
    if (own == null || !families.contains(schema)) {
      return;
    }
    String property = propertyOf(own);
    if (!new Shape(schema).properties.containsKey(property)) {
      refusals.add(
          "schema " + name,
          own,
          "its discriminator "
              + property
              + " is not one of its properties. Declare it as a required property of type string.");
    } else if (!property.equals(label(schema))) {
      refusals.add(
          "schema " + name,
          own,
          "it tells its kinds apart by "
              + property
              + ", and its parent by "
              + label(schema)
              + ". Use one property for the whole family.");
    }
    own.fields("mapping")
        .forEach(
            (label, value) -> {
              Node kind = mapped(own, value.json().asText());
              if (!kind.equals(schema) && !descends(kind, schema)) {
                refusals.add(
                    "schema " + name,
                    value,
                    "its discriminator maps "
                        + label
                        + " to "
                        + value.json().asText()
                        + ", which does not take "
                        + name
                        + " over with allOf. Let it, or drop the mapping.");
              }
            });
  }

  private static Node mapped(Node discriminator, String value) {
    Node named = discriminator.contract().schemas().get(value);
    if (named == null && value.matches("[^#/.]*")) {
      return discriminator; // A name that no schema has, so that nothing is a kind by it.
    }
    return named != null
        ? named.target()
        : discriminator.contract().follow(discriminator, value).target();
  }

  boolean isFamily(Node schema) {
    return families.contains(schema);
  }

  boolean isKindOf(Node schema, Node family) {
    return families.contains(family) && kinds(family).contains(schema);
  }

  /** The parent of the family that the schema is a kind of, or null. */
  Node parent(Node schema) {
    return parents.get(schema);
  }

  Node root(Node schema) {
    Node root = schema;
    for (int depth = 0; parents.containsKey(root) && depth < schemas.size(); depth++) {
      root = parents.get(root);
    }
    return root;
  }

  /** The name of the property that holds the label in the family of the schema. */
  String label(Node schema) {
    return propertyOf(discriminator(root(schema)));
  }

  /** The schema itself and all that have it for a parent, at whatever distance. */
  List<Node> kinds(Node family) {
    List<Node> kinds = new ArrayList<>();
    for (Node schema : schemas) {
      Set<Node> line = new HashSet<>();
      for (Node s = schema; s != null && line.add(s); s = parents.get(s)) {
        if (s.equals(family)) {
          kinds.add(schema);
        }
      }
    }
    return kinds;
  }

  /** Every label of a kind; the first is the one that a new value gets. */
  Set<String> labels(Node kind) {
    Map<String, Node> mapping = new LinkedHashMap<>();
    for (Node s = kind; s != null; s = parents.get(s)) {
      Node own = discriminator(s);
      if (own != null) {
        own.fields("mapping")
            .forEach((label, v) -> mapping.put(label, mapped(own, v.json().asText())));
      }
    }
    Set<String> labels = new LinkedHashSet<>();
    mapping.forEach(
        (label, schema) -> labels.addAll(schema.equals(kind) ? List.of(label) : List.of()));
    if (labels.isEmpty()) {
      labels.add(ownLabel(kind));
    }
    return labels;
  }

  /**
   * Microsoft's extension, or the only value that the kind itself leaves its label, or its name.
   */
  private String ownLabel(Node kind) {
    if (kind.has("x-ms-discriminator-value")) {
      return kind.text("x-ms-discriminator-value");
    }
    if (parents.containsKey(kind)) {
      for (Node part : new Shape(kind).parts) {
        Node label = part.get("properties").get(label(kind));
        boolean own = part.pointer().startsWith(kind.pointer());
        if (own && label.has("const")) {
          return label.text("const");
        } else if (own && label.items("enum").size() == 1) {
          return label.items("enum").get(0).json().asText();
        }
      }
    }
    return name(kind);
  }

  /** Whether the contract itself gives the parent of all a label, or leaves room for one. */
  boolean isKindItself(Node family, Set<String> listed) {
    return parents.containsKey(family)
        || listed.isEmpty()
        || labels(family).stream().anyMatch(listed::contains);
  }

  private static String name(Node schema) {
    return Contract.schemaName(schema.pointer());
  }
}
