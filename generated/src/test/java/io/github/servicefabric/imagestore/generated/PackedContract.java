package io.github.servicefabric.imagestore.generated;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
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
    Object node = new Yaml().load(new String(bytes(), UTF_8));
    for (String step : List.of("components", "schemas", "FabricErrorCodes", "enum")) {
      node = ((Map<String, Object>) node).get(step);
    }
    return (List<String>) node;
  }
}
