package prepare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The first step of generation: reads the contract, refuses what the templates cannot carry, and
 * leaves to the generator a contract in which nothing is left to decide. Each operation and schema
 * of that one has, as its extension {@code x-java}, what the templates print.
 */
public final class Prepare {
  private Path contract;
  private Path copy;
  private Path prepared;

  /** Which contract, relative to where Maven runs; set by Ant. */
  public void setContract(String file) {
    contract = Path.of(file).toAbsolutePath();
  }

  /** Where it goes as it is, for the jar; set by Ant. */
  public void setCopy(File file) {
    copy = file.toPath();
  }

  /** Where the prepared one goes; set by Ant. */
  public void setPrepared(File file) {
    prepared = file.toPath();
  }

  /** Called by Ant. */
  public void execute() throws IOException {
    String json =
        new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .writeValueAsString(prepare(contract));
    if (!Files.exists(prepared) || !Files.readString(prepared).equals(json)) {
      Files.writeString(prepared, json);
    }
    Files.write(copy, Files.readAllBytes(contract));
  }

  /**
   * Prepares a contract.
   *
   * @throws Refused with all that was refused, a line for each
   */
  static Map<String, Object> prepare(Path file) {
    Refusals refusals = new Refusals();
    Contract contract = new Contract(file, refusals);
    if (!refusals.none()) {
      throw new Refused(refusals.toString());
    }
    Families families = new Families(contract, refusals);
    Places places = new Places();
    Types types = new Types(contract, families, places, refusals);
    Map<String, Object> paths = new Operations(types, places, refusals).prepare(contract);
    Map<String, Object> schemas = new LinkedHashMap<>();
    new Models(types, families, places, refusals)
        .all()
        .forEach((name, java) -> schemas.put(name, schema(java)));
    if (!refusals.none()) {
      throw new Refused(refusals.toString());
    }
    Map<String, Object> prepared = new LinkedHashMap<>();
    prepared.put("openapi", "3.0.3");
    prepared.put(
        "info",
        Map.of(
            "title", "Prepared",
            "version", "1",
            "x-prepared-from", file.toAbsolutePath().normalize().toString()));
    prepared.put("paths", paths);
    prepared.put("components", Map.of("schemas", schemas));
    return prepared;
  }

  /** One property, so that the generator takes it for a model. */
  private static Map<String, Object> schema(Map<String, Object> java) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", Map.of("x", Map.of("type", "string")));
    schema.put("x-java", java);
    return schema;
  }
}
