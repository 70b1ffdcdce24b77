package prepare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import prepare.JavaType.Form;

/** The parameters of one operation in path, query and header. */
final class Parameters {
  private static final Pattern BLOCK = Pattern.compile("\\{([^{}/]*)}");
  private static final Pattern RETROFIT_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** The ways in which a list can repeat its name in a query, in the words of both versions. */
  private static final Set<String> REPEATED = Set.of("form true", "multi");

  private final Operation operation;
  private final Types types;
  private final Places places;

  Parameters(Operation operation, Types types, Places places) {
    this.operation = operation;
    this.types = types;
    this.places = places;
  }

  /** Those in one place, as the templates print them. */
  List<Map<String, Object>> in(String place, Set<String> names) {
    List<Map<String, Object>> printed = new ArrayList<>();
    for (Node parameter : operation.parameters()) {
      if (place.equals(parameter.text("in"))) {
        printed.add(printed(place, parameter, names));
      }
    }
    return printed;
  }

  private Map<String, Object> printed(String place, Node parameter, Set<String> names) {
    String wire = parameter.text("name");
    Node schema = parameter.has("schema") ? parameter.get("schema") : parameter;
    places.put(
        schema,
        operation.id() + "_" + wire + "_parameter",
        "operation " + operation.id() + "." + wire);
    JavaType type = types.of(schema);
    check(place, wire, parameter, type);
    String annotation =
        switch (place) {
          case "path" -> "Path";
          case "query" -> "Query";
          default -> "Header";
        };
    String literal = '"' + Text.literal(wire) + '"';
    boolean encoded = parameter.flag("x-ms-skip-url-encoding") && !place.equals("header");
    Map<String, Object> printed = new LinkedHashMap<>();
    printed.put(
        "annotation",
        annotation + "(" + (encoded ? "value = " + literal + ", encoded = true" : literal) + ")");
    printed.put("type", type.equals(JavaType.DATE_TIME) ? "java.time.Instant" : type.java());
    printed.put("imported", type.imported() == null ? false : type.imported());
    printed.put("name", Property.numbered(name(wire), names));
    printed.put(
        "doc",
        Text.javadoc(parameter.text("description"), "the parameter " + wire)
            + otherwise(place, parameter, schema));
    return printed;
  }

  private static String name(String wire) {
    return wire.equals("callback") ? "paramCallback" : Names.variable(wire);
  }

  /** What happens without it. */
  private static String otherwise(String place, Node parameter, Node schema) {
    if (parameter.flag("required") || place.equals("path")) {
      return "";
    }
    Node given = schema.has("default") ? schema : schema.target();
    String value = given.text("default");
    if (value == null && given.json().path("default").isArray()) {
      List<String> items = given.items("default").stream().map(one -> one.json().asText()).toList();
      value = String.join(",", items);
    }
    return value == null
        ? " (null leaves it out)"
        : " (null leaves it out; the server then takes " + Text.javadoc(value) + ")";
  }

  private void check(String place, String wire, Node parameter, JavaType type) {
    String its = "its " + (place.equals("header") ? "header " : place + " parameter ") + wire;
    Form form = type.form();
    boolean object = form == Form.MODEL || form == Form.OBJECT;
    if (parameter.has("content")) {
      refuse(its + " has a media type of its own. Declare it as a string that the caller writes.");
    } else if (!place.equals("query") && (type.item() != null || object)) {
      refuse(its + " is a list or a map. Declare it as a string that the caller joins.");
    } else if (form == Form.LIST && !REPEATED.contains(style(parameter))) {
      refuse(
          its
              + " is a separated list. Declare it as a string that the caller joins, or as a list"
              + " that repeats the name (collectionFormat: multi, or explode: true).");
    } else if (type.contains(Form.BINARY) || type.equals(JavaType.BYTES)) {
      refuse(its + " is binary. Declare it as a string that holds base64.");
    } else if (form == Form.MAP) {
      refuse(its + " is a map. Declare one parameter for each key.");
    } else if (object) {
      refuse(its + " is an object. Declare one parameter for each property.");
    } else if (form == Form.LIST && type.item().equals(JavaType.DATE_TIME)) {
      refuse(
          "one of its query parameters is a list of date-times, which would lose seconds that are"
              + " zero. Declare its items as strings.");
    } else if (form == Form.LIST
        && (type.item().item() != null
            || type.item().form() == Form.MODEL
            || type.item().equals(JavaType.BYTES))) {
      refuse(its + " is a list of lists, objects or bytes. Declare its items as strings.");
    }
    if (place.equals("header") && !HEADER_NAME.matcher(wire).matches()) {
      refuse("HTTP has no header of the name " + wire + ". Rename it.");
    }
  }

  private static String style(Node parameter) {
    if (!parameter.has("schema")) {
      return String.valueOf(parameter.text("collectionFormat"));
    }
    String style = parameter.has("style") ? parameter.text("style") : "form";
    return style + " " + (!parameter.has("explode") || parameter.flag("explode"));
  }

  /** Retrofit looks at the path when the interface is used, which is late. */
  void checkPath(String path) {
    Set<String> declared = new java.util.LinkedHashSet<>();
    operation.parameters().stream()
        .filter(parameter -> "path".equals(parameter.text("in")))
        .forEach(parameter -> declared.add(parameter.text("name")));
    Set<String> blocks = new java.util.LinkedHashSet<>();
    for (Matcher block = BLOCK.matcher(path); block.find(); ) {
      blocks.add(block.group(1));
      if (path.indexOf('?') >= 0 && path.indexOf('?') < block.start()) {
        refuse("a part of its query is a path parameter. Declare it as a query parameter.");
      }
    }
    Set<String> all = new java.util.LinkedHashSet<>(declared);
    all.addAll(blocks);
    for (String name : all) {
      if (!RETROFIT_NAME.matcher(name).matches()) {
        refuse(
            "Retrofit takes letters, digits, _ and - in the name of a path parameter, not "
                + name
                + ". Rename the parameter; its name is not sent.");
      } else if (!blocks.contains(name)) {
        refuse("its path parameter " + name + " is not in its path. Write {" + name + "} there.");
      } else if (!declared.contains(name)) {
        refuse("its path has {" + name + "}, which no parameter fills. Declare it, in: path.");
      }
    }
  }

  /** Parameters that no place of Retrofit's takes. */
  void checkPlaces() {
    for (Node parameter : operation.parameters()) {
      String place = String.valueOf(parameter.text("in"));
      if (place.equals("cookie")) {
        refuse(
            "it has a cookie parameter, and Retrofit has no such thing. Drop it from the contract"
                + " and let OkHttp's CookieJar send it.");
      } else if (!Set.of("path", "query", "header", "body", "formData").contains(place)) {
        refuse(
            "its parameter " + parameter.text("name") + " is in " + place + ", which is no place.");
      }
    }
  }

  private void refuse(String why) {
    operation.refuse(why);
  }
}
