package prepare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import prepare.JavaType.Form;

/** What one operation sends and gets. */
final class Bodies {
  private final Operation operation;
  private final Types types;
  private final Places places;

  Bodies(Operation operation, Types types, Places places) {
    this.operation = operation;
    this.types = types;
    this.places = places;
  }

  /**
   * A body to send.
   *
   * @param node where the contract has it
   */
  record Body(Node node, Media media) {
    boolean required() {
      return node.flag("required");
    }
  }

  /** The body of the request, or null. */
  Body sent() {
    Node node = null;
    for (Node parameter : operation.parameters()) {
      String place = parameter.text("in");
      if ("formData".equals(place)) {
        return refuseForm();
      }
      node = "body".equals(place) ? parameter : node;
    }
    if (operation.node().has("requestBody")) {
      node = operation.node().get("requestBody").target();
    }
    if (node == null) {
      return null;
    }
    Map<String, Node> offered = Media.offered(node, operation.media("consumes"));
    if (offered.isEmpty()) {
      return null;
    }
    name(offered, "_request");
    Media media = Media.choose(offered, types);
    if (media == null && offered.keySet().stream().anyMatch(Media::isForm)) {
      return refuseForm();
    }
    checkMedia(media, offered, "its body");
    if (!Set.of("post", "put", "patch", "delete").contains(operation.method())) {
      operation.refuse(
          "OkHttp sends no body with "
              + operation.method().toUpperCase(java.util.Locale.ROOT)
              + ". Drop the body, or use another method.");
    }
    if (media != null && media.isMergePatch() && media.type().contains(Form.MODEL)) {
      operation.refuse(
          "its body is a merge patch, in which null deletes, and a model leaves null out. Declare"
              + " the body as an object without properties (type: object): what a caller puts"
              + " into that map is sent as it is, null too.");
    }
    return media == null ? null : new Body(node, media);
  }

  private Body refuseForm() {
    operation.refuse(
        "it sends a form, and the templates know bodies only. Declare its body as"
            + " application/octet-stream, or write this call by hand on OkHttp.");
    return null;
  }

  /** What the templates print of the answer. */
  Map<String, Object> answer() {
    Map<String, Media> answers = new LinkedHashMap<>();
    List<String> silent = new ArrayList<>();
    List<Node> schemas = new ArrayList<>();
    successes()
        .forEach(
            (status, response) -> {
              Map<String, Node> offered =
                  Media.offered(response.target(), operation.media("produces"));
              name(offered, "_" + status + "_response");
              Media media = offered.isEmpty() ? null : Media.choose(offered, types);
              if (offered.isEmpty() || operation.method().equals("head")) {
                silent.add(status);
              } else {
                checkMedia(media, offered, "its answer");
                schemas.add(offered.values().iterator().next());
                answers.put(status, media == null ? new Media("", JavaType.ANYTHING, true) : media);
              }
            });
    List<JavaType> all = answers.values().stream().map(Media::type).distinct().toList();
    if (all.size() > 1) {
      operation.refuse(
          "its answers "
              + String.join(" and ", answers.keySet())
              + " have different types: "
              + SchemaType.words(schemas)
              + ". A call has one: let them be the same schema, or make an operation of each.");
    }
    Map<String, Object> printed = new HashMap<>();
    JavaType type = all.isEmpty() ? null : all.get(0);
    printed.put("returns", type == null ? "Void" : type.java());
    printed.put(
        "returnsImported", type == null || type.imported() == null ? false : type.imported());
    printed.put("streaming", type != null && type.form() == Form.BINARY);
    printed.put("silent", type == null || type.form() == Form.BINARY ? false : unread(silent));
    answers.values().stream()
        .filter(media -> !media.only() || media.isSpecialJson())
        .filter(media -> !media.media().contains("*") && !operation.hasHeader("Accept"))
        .findFirst()
        .ifPresent(media -> printed.put("accept", Text.literal(media.media())));
    return printed;
  }

  /** The answers that mean success; the default one where the contract names no other. */
  private Map<String, Node> successes() {
    Map<String, Node> responses = operation.node().fields("responses");
    Map<String, Node> successes = new LinkedHashMap<>(responses);
    successes.keySet().removeIf(status -> !status.startsWith("2"));
    return successes.isEmpty() && responses.containsKey("default")
        ? Map.of("default", responses.get("default"))
        : successes;
  }

  /** Statuses under which there is nothing to read, as a converter finds out. */
  private static Object unread(List<String> silent) {
    List<String> unread =
        silent.stream().filter(s -> !s.equals("204") && !s.equals("205")).toList();
    return unread.isEmpty() ? false : String.join(" and ", unread);
  }

  private void name(Map<String, Node> offered, String suffix) {
    offered
        .values()
        .forEach(s -> places.put(s, operation.id() + suffix, "operation " + operation.id()));
  }

  private void checkMedia(Media media, Map<String, Node> offered, String what) {
    if (media == null) {
      operation.refuse(
          what
              + " is "
              + String.join(", ", offered.keySet())
              + ", and the models speak JSON only. Declare it as binary (type: string, format:"
              + " binary) and read or write it by hand, or add application/json.");
    } else if (media.type().form() != Form.BINARY && media.type().contains(Form.BINARY)) {
      operation.refuse(
          what + " holds binary items, which JSON cannot carry. Use format: byte for them.");
    }
  }
}
