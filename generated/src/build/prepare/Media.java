package prepare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import prepare.JavaType.Form;

/**
 * What goes in a body, under one of the media types that a contract offers for it.
 *
 * @param media the one chosen
 * @param type its type in Java
 * @param only whether it is the only one offered
 */
record Media(String media, JavaType type, boolean only) {
  private static final Pattern JSON =
      Pattern.compile("(?i)\\s*(application/json|\\*/\\*|application/\\*)\\s*(;.*)?");
  private static final Pattern OTHER_JSON =
      Pattern.compile("(?i)\\s*application/[\\w.-]+\\+json\\s*(;.*)?");
  private static final Pattern FORM =
      Pattern.compile("(?i)\\s*(multipart/.*|application/x-www-form-urlencoded\\s*(;.*)?)");
  private static final Pattern UTF_8 = Pattern.compile("(?i);\\s*charset=\"?utf-8\"?\\s*");

  /** What stands where a contract has a body, by media type; JSON where it names none. */
  static Map<String, Node> offered(Node place, List<String> swagger2Media) {
    Map<String, Node> offered = new LinkedHashMap<>();
    if (place.has("content")) {
      place
          .fields("content")
          .forEach((media, content) -> offered.put(media, content.get("schema")));
    } else if (place.has("schema")) {
      List<String> media = swagger2Media.isEmpty() ? List.of("application/json") : swagger2Media;
      media.forEach(one -> offered.put(one, place.get("schema")));
    }
    return offered;
  }

  /** Chooses JSON where it is offered, else bytes; null where neither is. */
  static Media choose(Map<String, Node> offered, Types types) {
    for (Pattern pattern : List.of(JSON, OTHER_JSON)) {
      for (Map.Entry<String, Node> one : offered.entrySet()) {
        if (pattern.matcher(one.getKey()).matches()) {
          return new Media(one.getKey().strip(), types.of(one.getValue()), offered.size() == 1);
        }
      }
    }
    for (Map.Entry<String, Node> one : offered.entrySet()) {
      boolean bytes =
          one.getValue().json().isEmpty()
              ? Set.of("application/octet-stream").contains(one.getKey())
              : !isForm(one.getKey()) && types.of(one.getValue()).form() == Form.BINARY;
      if (bytes) {
        return new Media(one.getKey().strip(), JavaType.BINARY, offered.size() == 1);
      }
    }
    return null;
  }

  static boolean isForm(String media) {
    return FORM.matcher(media).matches();
  }

  /** Whether Moshi's converter names another type than this. */
  boolean isSpecialJson() {
    String plain = UTF_8.matcher(media).replaceAll("");
    return type.form() != Form.BINARY
        && !plain.equalsIgnoreCase("application/json")
        && !plain.contains("*");
  }

  boolean isMergePatch() {
    return media.toLowerCase(java.util.Locale.ROOT).startsWith("application/merge-patch+json");
  }
}
