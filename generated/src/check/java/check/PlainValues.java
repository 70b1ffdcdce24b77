package check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/**
 * A value for each type that is no object, list or enum; the first to break where a type is too
 * small.
 */
final class PlainValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> PLAIN_VALUES =
      List.of(
          "date-time 2018-04-06T22:02:00+02:00",
          "date 2018-04-06",
          "uuid b1b3a6ee-94f7-44bd-bd6c-b3a9a5c5cd0e",
          "uri fabric:/App/Svc",
          "byte AP8Q");

  private PlainValues() {}

  /** A label that is no number is none, so that the sample is of no kind. */
  static JsonNode number(String label) {
    return label.matches("-?\\d+") ? JSON.numberNode(Long.parseLong(label)) : JSON.numberNode(-7);
  }

  static JsonNode of(JsonNode schema) {
    String format = schema.path("format").asText();
    JsonNode types = schema.path("type");
    return switch (types.isArray() && types.size() == 2 ? types.get(0).asText() : types.asText()) {
      case "string" ->
          JSON.textNode(
              PLAIN_VALUES.stream()
                  .filter(value -> value.startsWith(format + " "))
                  .map(value -> value.substring(format.length() + 1))
                  .findFirst()
                  .orElse("\u00e4 \u2028 \"\\ \ud83d\ude00"));
      case "integer" ->
          JSON.numberNode(
              format.endsWith("32") || format.endsWith("16") || format.endsWith("8")
                  ? 127
                  : schema.path("maximum").asLong(9007199254740993L));
      case "number" ->
          format.isEmpty()
              ? JSON.numberNode(new java.math.BigDecimal("12345678901234567890.25"))
              : JSON.numberNode(0.5);
      case "boolean" -> JSON.booleanNode(true);
      default -> JSON.objectNode().set("free", JSON.arrayNode().add(1).addNull());
    };
  }
}
