package prepare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What schemas are called: those in place after what they stand in. */
final class Places {
  private static final Map<String, String> STEPS =
      Map.of("items", "_inner", "additionalProperties", "_value", "allOf", "_allOf");

  private final Map<Node, String> names = new HashMap<>();
  private final Map<Node, String> subjects = new HashMap<>();

  /** Says what stands at a place within an operation. */
  void put(Node place, String name, String subject) {
    names.putIfAbsent(place, name);
    subjects.putIfAbsent(place, subject);
  }

  /** The name that the Java one is made of. */
  String name(Node node) {
    String known = known(node, names);
    if (known != null) {
      return known;
    }
    if (node.pointer().isEmpty()) {
      return node.file().replaceFirst(".*[/\\\\]", "").replaceFirst("\\.[^.]*$", "");
    }
    Node above = above(node);
    String step = last(node);
    String behind = last(above);
    if (STEPS.containsKey(step)) {
      return name(above) + STEPS.get(step);
    } else if (STEPS.containsKey(behind)) {
      return name(above(above)) + STEPS.get(behind);
    }
    return above.pointer().isEmpty()
        ? step
        : behind.equals("properties") ? name(above(above)) + "_" + step : name(above) + "_" + step;
  }

  /** What a refusal names: schema or operation, and the way from there. */
  String subject(Node node) {
    String known = known(node, subjects);
    if (known != null) {
      return Contract.schemaName(node.pointer()) == null ? known : "schema " + known;
    }
    Node above = above(node);
    if (above.pointer().isEmpty()) {
      return "schema " + last(node);
    }
    String step = last(node);
    boolean silent =
        List.of("properties", "allOf", "oneOf", "anyOf").contains(step) || step.matches("\\d+");
    return subject(above) + (silent ? "" : step.equals("items") ? "[]" : "." + step);
  }

  private static String known(Node node, Map<Node, String> map) {
    String schema = Contract.schemaName(node.pointer());
    return schema != null ? schema : map.get(node);
  }

  private static String last(Node node) {
    return Contract.unescaped(node.pointer().substring(node.pointer().lastIndexOf('/') + 1));
  }

  private static Node above(Node node) {
    String pointer = node.pointer().substring(0, Math.max(0, node.pointer().lastIndexOf('/')));
    return new Node(node.contract(), node.file(), pointer, null);
  }
}
