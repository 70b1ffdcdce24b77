package io.github.servicefabric.imagestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the style validator of the build does not look at. */
class LintTest {
  private static final String SCHEMAS = "/components/schemas";

  private Contract contract;

  @BeforeEach
  void read() throws IOException {
    contract = Contract.read(Contract.CURRENT);
  }

  @Test
  void everyParameterAnswerTagAndSchemaIsDescribed() {
    List<String> silent = new ArrayList<>();
    contract.eachMap(
        (pointer, map) -> {
          if (pointer.matches(
                  ".*/parameters/[^/]+|.*/responses/[^/]+|/tags/\\d+|/info|.*/requestBod(y|ies/[^/]+)|"
                      + SCHEMAS
                      + "/[^/]+")
              && !map.containsKey("$ref")
              && String.valueOf(map.getOrDefault("description", "")).isBlank()) {
            silent.add(pointer + " " + map.getOrDefault("name", ""));
          }
        });
    assertThat(silent).as("places without a description").isEmpty();
  }

  @Test
  void everyOperationHasAnIdOfItsOwn() {
    List<String> ids = new ArrayList<>();
    contract.eachMap(
        (pointer, map) -> {
          if (pointer.matches("/paths/[^/]+/(get|put|post|delete|options|head|patch|trace)")) {
            ids.add(String.valueOf(map.get("operationId")));
          }
        });
    assertThat(ids).as("operation ids").isNotEmpty().doesNotContain("null").doesNotHaveDuplicates();
  }

  @Test
  void everySharedPartIsUsedAndEveryReferenceLeadsSomewhere() {
    Set<String> referred = new TreeSet<>();
    Set<String> places = new TreeSet<>();
    contract.eachMap(
        (pointer, map) -> {
          places.add("#" + pointer);
          if (map.get("$ref") instanceof String target) {
            referred.add(target);
          }
        });
    assertThat(places).as("places that a $ref names").containsAll(referred);
    assertThat(places)
        .as("shared parts that nothing refers to")
        .filteredOn(place -> place.matches("#/components/[^/]+/[^/]+"))
        .isNotEmpty()
        .allMatch(referred::contains);
  }
}
