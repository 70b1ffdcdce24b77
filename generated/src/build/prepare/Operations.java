package prepare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import prepare.JavaType.Form;

/** What the templates print of each operation. */
final class Operations {
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final Types types;
  private final Places places;
  private final Refusals refusals;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, String> tags = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  Operations(Types types, Places places, Refusals refusals) {
    this.types = types;
    this.places = places;
    this.refusals = refusals;
  }

  /** The paths of the prepared contract. */
  Map<String, Object> prepare(Contract contract) {
    Map<String, Object> paths = new LinkedHashMap<>();
    contract
        .root()
        .fields("paths")
        .forEach(
            (path, node) -> {
              Node item = node.target();
              Map<String, Object> prepared = new TreeMap<>();
              for (String method : METHODS) {
                if (item.has(method) && path.startsWith("/")) {
                  Operation operation =
                      new Operation(method, path, item, item.get(method), refusals);
                  prepared.put(method, prepare(operation));
                }
              }
              paths.put(path, prepared);
            });
    return paths;
  }

  private Map<String, Object> prepare(Operation operation) {
    String where = operation.method().toUpperCase(Locale.ROOT) + " " + operation.path();
    String twin = ids.putIfAbsent(operation.id(), where);
    if (twin != null) {
      operation.refuse(twin + " has the same operationId. Give each its own.");
    }
    if (operation.method().equals("trace")) {
      operation.refuse(
          "Retrofit has no TRACE. Drop the operation from the contract, or write this call by hand"
              + " on OkHttp.");
    }
    Parameters parameters = new Parameters(operation, types, places);
    parameters.checkPath(operation.path());
    parameters.checkPlaces();
    Map<String, Object> java = java(operation, parameters);
    List<Map<String, Object>> inPath = new ArrayList<>();
    operation.parameters().stream()
        .filter(parameter -> "path".equals(parameter.text("in")))
        .forEach(
            parameter ->
                inPath.add(
                    Map.of(
                        "name",
                        parameter.text("name"),
                        "in",
                        "path",
                        "required",
                        true,
                        "schema",
                        Map.of("type", "string"))));
    Map<String, Object> prepared = new LinkedHashMap<>();
    prepared.put("tags", tags(operation));
    prepared.put("operationId", java.get("method"));
    prepared.put("parameters", inPath);
    prepared.put("responses", Map.of("200", Map.of("description", "Success.")));
    prepared.put("x-java", java);
    return prepared;
  }

  private Map<String, Object> java(Operation operation, Parameters parameters) {
    Set<String> taken = new HashSet<>();
    List<Map<String, Object>> path = parameters.in("path", taken);
    Bodies bodies = new Bodies(operation, types, places);
    Bodies.Body body = bodies.sent();
    Map<String, Object> answer = bodies.answer();
    List<Map<String, Object>> bare = new ArrayList<>(path);
    List<Map<String, Object>> whole = new ArrayList<>(path);
    if (body != null) {
      whole.add(printed(body, taken));
    }
    for (String place : List.of("query", "header")) {
      List<Map<String, Object>> more = parameters.in(place, taken);
      bare.addAll(more);
      whole.addAll(more);
    }
    Map<String, Object> java = new LinkedHashMap<>(answer);
    java.put("method", Property.numbered(Names.method(operation.id()), names));
    String relative = relative(operation.path());
    String verb = operation.method().toUpperCase(Locale.ROOT);
    Node node = operation.node();
    java.put("doc", Text.javadoc(node.text("summary"), verb + " " + relative));
    String notes = Text.javadoc(node.text("description"), "");
    java.put("notes", notes.isEmpty() ? false : notes);
    java.put("deprecated", node.flag("deprecated"));
    String literal = '"' + Text.literal(relative) + '"';
    List<Map<String, Object>> calls = new ArrayList<>();
    if (body != null) {
      String http = "HTTP(method = \"" + verb + "\", path = " + literal + ", hasBody = true)";
      boolean special = body.media().isSpecialJson() && !operation.hasHeader("Content-Type");
      String content = special ? "Content-Type: " + Text.literal(body.media().media()) : null;
      calls.add(call(http, whole, content, answer));
    }
    if (body == null || !body.required()) {
      calls.add(call(verb + "(" + literal + ")", bare, null, answer));
    }
    java.put("calls", calls);
    Set<Object> imports = new LinkedHashSet<>();
    whole.forEach(parameter -> imports.add(parameter.get("imported")));
    imports.add(answer.get("returnsImported"));
    imports.remove(false);
    java.put("imports", imports);
    return java;
  }

  private static Map<String, Object> call(
      String http,
      List<Map<String, Object>> parameters,
      String content,
      Map<String, Object> answer) {
    List<String> headers = new ArrayList<>();
    if (content != null) {
      headers.add('"' + content + '"');
    }
    if (answer.get("accept") != null) {
      headers.add("\"Accept: " + answer.get("accept") + '"');
    }
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("http", http);
    call.put("headers", headers.isEmpty() ? false : "{" + String.join(", ", headers) + "}");
    call.put("none", parameters.isEmpty());
    call.put("parameters", parameters);
    return call;
  }

  private static Map<String, Object> printed(Bodies.Body body, Set<String> taken) {
    JavaType type = body.media().type();
    String name =
        body.node().has("name")
            ? body.node().text("name")
            : body.node().has("x-codegen-request-body-name")
                ? body.node().text("x-codegen-request-body-name")
                : bodyName(type);
    Map<String, Object> printed = new LinkedHashMap<>();
    boolean bytes = type.form() == Form.BINARY;
    JavaType sent = type.form() == Form.ENUM ? type.base() : type;
    printed.put("annotation", "Body");
    printed.put("type", bytes ? "okhttp3.RequestBody" : sent.java());
    printed.put("imported", sent.imported() == null ? false : sent.imported());
    printed.put("name", Property.numbered(Names.variable(name), taken));
    printed.put("doc", Text.javadoc(body.node().text("description"), "the body of the request"));
    return printed;
  }

  /** After the model in it, as the generator does. */
  private static String bodyName(JavaType type) {
    JavaType named = type.form() == Form.LIST ? type.item() : type;
    if (named.form() == Form.MODEL) {
      return named.java();
    }
    return type.item() != null ? "request_body" : "body";
  }

  /** The path as Retrofit resolves it against a base that may have a path too. */
  private static String relative(String path) {
    String relative = path.substring(1);
    String first = relative.split("[/?]", 2)[0];
    if (relative.isEmpty()) {
      return ".";
    }
    return relative.startsWith("/") || first.contains(":") ? "./" + relative : relative;
  }

  private List<String> tags(Operation operation) {
    List<String> printed = new ArrayList<>();
    for (Node tag : operation.node().items("tags")) {
      String name = tag.json().asText();
      String spelling = Names.spelling(name);
      String twin = tags.putIfAbsent(spelling, name);
      if (twin != null && !twin.equals(name)) {
        refusals.add(
            "tags " + twin + " and " + name,
            tag,
            "their Java types would not differ, or in case only. Rename one of them; its name is"
                + " not sent.");
      }
      boolean plain = name.matches("[A-Za-z][A-Za-z0-9 _-]*");
      String java = plain ? name : Names.type(name);
      if (!printed.contains(java)) {
        printed.add(java);
      }
    }
    return printed.isEmpty() ? List.of("Default") : printed;
  }
}
