package io.github.servicefabric.imagestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class ExamplesTest {
  private final JsonSchemaFactory schemas =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V4,
          builder ->
              builder
                  .metaSchema(OpenApi30.getInstance())
                  .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));

  @Test
  void everyExampleMatchesItsSchema() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    Contract.read(Contract.CURRENT)
        .eachMap(
            (pointer, map) ->
                examples(pointer, map)
                    .forEach(
                        (place, example) -> {
                          seen.add(place);
                          String schema = map.containsKey("schema") ? pointer + "/schema" : pointer;
                          for (ValidationMessage message : check(schema, example)) {
                            wrong.add(place + message.getMessage());
                          }
                        }));
    assertThat(wrong).as("examples that do not match their schemas").isEmpty();
    assertThat(seen).as("examples").isNotEmpty();
  }

  private static Map<String, Object> examples(String pointer, Map<String, Object> map) {
    Map<String, Object> examples = new LinkedHashMap<>();
    boolean names = pointer.endsWith("/properties") || pointer.endsWith("/schemas");
    if (!names && map.containsKey("example")) {
      examples.put(pointer + "/example", map.get("example"));
    }
    if (!names && map.get("examples") instanceof Map<?, ?> several) {
      several.forEach(
          (name, example) ->
              examples.put(pointer + "/examples/" + name, ((Map<?, ?>) example).get("value")));
    }
    return examples;
  }

  private Iterable<ValidationMessage> check(String schema, Object example) {
    String location = Contract.CURRENT.toAbsolutePath().normalize().toUri() + "#" + schema;
    return schemas
        .getSchema(SchemaLocation.of(location))
        .validate(
            new Yaml().dump(example),
            InputFormat.YAML,
            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
  }
}
