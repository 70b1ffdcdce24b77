package prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small contract of any types, with names from all of Unicode and a family three deep. */
final class RandomContract {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> ODD =
      List.of(
          "*/",
          "\\u000a",
          "\"",
          "\\",
          "\n",
          "\u2028",
          "\u0085",
          "{{x}}",
          "class",
          "equals",
          "",
          "getClass",
          "_",
          "$",
          "1",
          "a-b",
          "a_b",
          "aB",
          "AB",
          "\ue000",
          "value",
          "java",
          "com");
  private static final List<String> TYPES =
      List.of(
          "string",
          "string date-time",
          "string date",
          "string uuid",
          "string uri",
          "string byte",
          "integer",
          "integer int32",
          "integer int64",
          "number",
          "number float",
          "number double",
          "boolean",
          "object",
          "string password");

  private final Random random;
  private final String prefix;
  private final ObjectNode schemas = JSON.objectNode();
  private final ObjectNode paths = JSON.objectNode();

  /**
   * Makes one.
   *
   * @param prefix of all that has to be unique, so that contracts can be put together
   */
  RandomContract(long seed, String prefix) {
    this.random = new Random(seed);
    this.prefix = prefix;
    for (int i = 0; i < 3; i++) {
      schemas.set(prefix + "Object" + i, object(2));
    }
    schemas.set(prefix + "Enum", enumeration());
    family();
    for (int i = 0; i < 2; i++) {
      operation(i);
    }
  }

  ObjectNode schemas() {
    return schemas;
  }

  ObjectNode paths() {
    return paths;
  }

  static ObjectNode whole(ObjectNode paths, ObjectNode schemas) {
    ObjectNode contract = JSON.objectNode().put("openapi", "3.0.3");
    contract.putObject("info").put("title", "Random").put("version", "1");
    contract.set("paths", paths);
    contract.putObject("components").set("schemas", schemas);
    return contract;
  }

  private ObjectNode object(int depth) {
    ObjectNode object = JSON.objectNode().put("type", "object").put("description", name());
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    for (int i = random.nextInt(6); i >= 0; i--) {
      String name = name();
      properties.set(name, schema(depth));
      if (random.nextInt(4) == 0) {
        required.add(name);
      }
    }
    return required.isEmpty() ? object : object.set("required", required);
  }

  private ObjectNode schema(int depth) {
    switch (random.nextInt(depth > 0 ? 9 : 4)) {
      case 0:
        return reference(List.of("Object0", "Object1", "Enum", "Root", "Middle", "Leaf"));
      case 1:
        return enumeration();
      case 4:
        return JSON.objectNode().put("type", "array").set("items", schema(depth - 1));
      case 5:
        return JSON.objectNode()
            .put("type", "object")
            .set("additionalProperties", schema(depth - 1));
      case 6:
        return object(depth - 1);
      case 7:
        ArrayNode choices = JSON.arrayNode().add(schema(0));
        return JSON.objectNode().set(random.nextBoolean() ? "allOf" : "oneOf", choices);
      default:
        return plain();
    }
  }

  private ObjectNode reference(List<String> names) {
    String name = names.get(random.nextInt(names.size()));
    return JSON.objectNode().put("$ref", "#/components/schemas/" + prefix + name);
  }

  private ObjectNode plain() {
    String[] type = TYPES.get(random.nextInt(TYPES.size())).split(" ");
    ObjectNode plain = JSON.objectNode().put("type", type[0]).put("description", name());
    return type.length == 1 ? plain : plain.put("format", type[1]);
  }

  private ObjectNode parameter() {
    return switch (random.nextInt(8)) {
      case 0 -> schema(0);
      case 1, 2 -> enumeration();
      default -> plain();
    };
  }

  private ObjectNode enumeration() {
    boolean text = random.nextBoolean();
    ObjectNode schema = JSON.objectNode().put("type", text ? "string" : "integer");
    ArrayNode values = schema.putArray("enum");
    for (int i = random.nextInt(4); i >= 0; i--) {
      JsonNode value = text ? JSON.textNode(name()) : JSON.numberNode(random.nextInt());
      values.add(value);
    }
    return schema;
  }

  private void family() {
    ObjectNode root = object(1);
    root.withObject("/properties").putObject("kind").put("type", "string");
    root.putArray("required").add("kind");
    root.putObject("discriminator").put("propertyName", "kind");
    schemas.set(prefix + "Root", root);
    for (String[] line :
        List.of(new String[] {"Middle", "Root"}, new String[] {"Leaf", "Middle"})) {
      ObjectNode kind = JSON.objectNode();
      kind.putArray("allOf").add(reference(List.of(line[1]))).add(object(1));
      schemas.set(prefix + line[0], kind);
    }
  }

  private void operation(int number) {
    ObjectNode operation = JSON.objectNode().put("operationId", prefix + number);
    operation.put("summary", name()).putArray("tags").add("Random");
    ArrayNode parameters = operation.putArray("parameters");
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = name();
      if (!names.contains(name)) {
        names.add(name);
        parameters.addObject().put("name", name).put("in", "query").set("schema", parameter());
      }
    }
    body(operation.putObject("requestBody"));
    body(operation.putObject("responses").putObject("200").put("description", "O."));
    paths.putObject("/" + prefix + number).set("post", operation);
  }

  private void body(ObjectNode place) {
    place.putObject("content").putObject("application/json").set("schema", schema(1));
  }

  /** Odd in one case of four, else any letters. */
  private String name() {
    if (random.nextInt(4) == 0) {
      return ODD.get(random.nextInt(ODD.size()));
    }
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      int any = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
      boolean alone = Character.getType(any) == Character.SURROGATE;
      name.appendCodePoint(alone ? 'x' : any);
    }
    return name.toString();
  }
}
