package io.github.servicefabric.imagestore.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.ConsoleRender;

/** What became of a contract, for callers on the wire and for those of the generated Java. */
final class ContractChange {
  private static final String SCHEMAS = "/components/schemas";

  private final ChangedOpenApi wire;
  private final List<String> java;
  private final List<String> details;

  private ContractChange(ChangedOpenApi wire, List<String> java, List<String> details) {
    this.wire = wire;
    this.java = java;
    this.details = details;
  }

  static ContractChange between(Path old, Path current) throws IOException {
    OpenApiDiffOptions options =
        OpenApiDiffOptions.builder()
            // Every enum is an open set in Java, so one more value breaks nobody.
            .configProperty("incompatible.response.enum.increased", "false")
            .build();
    return new ContractChange(
        OpenApiCompare.fromLocations(old.toString(), current.toString(), null, options),
        vanished(Contract.read(old), Contract.read(current)),
        limits(Contract.read(old), Contract.read(current)));
  }

  boolean breaks() {
    return wire.isIncompatible() || !java.isEmpty();
  }

  boolean isNone() {
    return wire.isUnchanged() && java.isEmpty();
  }

  String report() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new ConsoleRender().render(wire, new OutputStreamWriter(text, StandardCharsets.UTF_8));
    return text.toString(StandardCharsets.UTF_8)
        + String.join("\n", details)
        + "\n"
        + String.join("\n", java);
  }

  /** openapi-diff says which parameter changed, but not how. */
  private static List<String> limits(Contract old, Contract current) {
    Map<String, Map<String, Object>> now = new HashMap<>();
    current.eachMap(now::put);
    List<String> limits = new ArrayList<>();
    old.eachMap(
        (pointer, before) -> {
          Map<String, Object> after = now.getOrDefault(pointer, before);
          for (String key : List.of("type", "format", "minimum", "maximum", "pattern", "default")) {
            if (pointer.endsWith("/schema") && !Objects.equals(before.get(key), after.get(key))) {
              limits.add(
                  "- "
                      + key
                      + " was "
                      + before.get(key)
                      + ", is "
                      + after.get(key)
                      + ": "
                      + pointer);
            }
          }
        });
    return limits;
  }

  /** A renamed schema is the same on the wire, but a type less in Java. */
  private static List<String> vanished(Contract old, Contract current) {
    List<String> vanished = new ArrayList<>();
    Map<String, Map<String, Object>> now = current.below(SCHEMAS);
    old.below(SCHEMAS)
        .forEach(
            (name, schema) -> {
              if (!now.containsKey(name)) {
                vanished.add("- Java type " + name + " is gone: its schema was removed or renamed");
                return;
              }
              List<String> values = new ArrayList<>(Contract.values(schema));
              values.removeAll(Contract.values(now.get(name)));
              values.forEach(
                  value ->
                      vanished.add("- Java constant for " + value + " of " + name + " is gone"));
            });
    return vanished;
  }
}
