package io.github.servicefabric.imagestore.generated;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The contract as it lies in the jar. */
final class PackedContract {
  private static final String RESOURCE = "/META-INF/openapi/image-store.yaml";

  private PackedContract() {}

  static byte[] bytes() {
    try (InputStream in = Json.class.getResourceAsStream(RESOURCE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE, e);
    }
  }

  @SuppressWarnings("unchecked")
  static List<String> errorCodes() {
    return (List<String>) map("components", "schemas", "FabricErrorCodes").get("enum");
  }

  static List<String> operationIds() {
    List<String> ids = new ArrayList<>();
    for (String path : map("paths").keySet()) {
      for (String method : map("paths", path).keySet()) {
        ids.add((String) map("paths", path, method).get("operationId"));
      }
    }
    return ids;
  }

  /** The examples that stand beside schemas, by the names of these. */
  static Map<String, Object> examples() {
    Map<String, Object> examples = new LinkedHashMap<>();
    for (String schema : map("components", "schemas").keySet()) {
      Object example = map("components", "schemas", schema).get("example");
      if (example != null) {
        examples.put(schema, example);
      }
    }
    return examples;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String... steps) {
    Object node = new Yaml().load(new String(bytes(), UTF_8));
    for (String step : steps) {
      node = ((Map<String, Object>) node).get(step);
    }
    return (Map<String, Object>) node;
  }
}
