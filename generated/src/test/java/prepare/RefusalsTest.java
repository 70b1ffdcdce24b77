package prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused is named, with its place and with what to write instead. */
class RefusalsTest {
  private static final String START =
      "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {/a: {%s: {operationId: x, %s}}}\n"
          + "components:\n  schemas:\n%s";
  private static final String ANSWER = "responses: {'200': {description: O.}}";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X: {oneOf: [{type: string}, {type: integer}]}                          | schema X: it uses oneOf | #/components/schemas/X
          X: {type: object, properties: {a: {anyOf: [{type: string}, {type: array, items: {}}]}}} | schema X.a: it uses anyOf | #/components/schemas/X/properties/a
          X: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}} | schema X: it has properties and additionalProperties at once | #/components/schemas/X
          X: {type: object, properties: {a: {type: string, format: binary}}}     | schema X: its property a is binary | #/components/schemas/X/properties/a
          X: {type: object, properties: {a: {type: array, items: {type: string, format: binary}}}} | schema X: its property a is binary | #/components/schemas/X/properties/a
          X: {type: text}                                                        | schema X: its type is text | #/components/schemas/X
          X: {type: integer, enum: [one]}                                        | schema X: its type is integer, and one of its enum values is not | #/components/schemas/X
          X: {$ref: '#/components/schemas/Y'}, Y: {type: object, properties: {a: {$ref: '#/components/schemas/Nowhere'}}} | reference #/components/schemas/Nowhere: it leads nowhere | #/components/schemas/Y/properties/a
          X: {type: object, properties: {a: {$ref: other.yaml}}}                 | it cannot be read: there is no such file | other.yaml#
          Order: {type: object, properties: {status: {type: string, enum: [a]}}}, OrderStatus: {type: object, properties: {a: {type: string}}} | schema Order.status: what stands in place there and schema OrderStatus would both be OrderStatus in Java. Move it | #/components/schemas/Order/properties/status
          node: {type: object, properties: {a: {type: string}}}, Node: {type: object, properties: {a: {type: string}}} | schemas node and Node: their Java types would not differ | #/components/schemas/Node
          A: {allOf: [{type: string}, {type: integer}]}                          | schema A: its allOf takes over what does not fit: string and integer | #/components/schemas/A
          A: {type: object, properties: {a: {type: string}}}, B: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {a: {type: integer}}}]} | schema B: its property a is declared as string and integer | #/components/schemas/B/allOf/1/properties/a
          """)
  void schemas(String schemas, String says, String place) throws IOException {
    refuses("get", ANSWER, schemas, says, place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P: {type: object, properties: {a: {type: string}}, discriminator: {propertyName: k}}, K: {allOf: [{$ref: '#/components/schemas/P'}]} | schema P: its discriminator k is not one of its properties | #/components/schemas/P/discriminator
          P: {properties: {k: {type: string}}, discriminator: {propertyName: k}}, Q: {properties: {q: {type: string}}, discriminator: {propertyName: q}}, X: {allOf: [{$ref: '#/components/schemas/P'}, {$ref: '#/components/schemas/Q'}]}, Y: {allOf: [{$ref: '#/components/schemas/Q'}]} | schema X: it takes over P and Q, which are both told apart by a discriminator | #/components/schemas/X
          P: {properties: {k: {type: string}}, discriminator: {propertyName: k, mapping: {one: Nowhere}}}, K: {allOf: [{$ref: '#/components/schemas/P'}]} | schema P: its discriminator maps one to Nowhere, which does not take P over | #/components/schemas/P/discriminator/mapping/one
          P: {properties: {k: {type: integer}}, discriminator: {propertyName: k}}, K: {allOf: [{$ref: '#/components/schemas/P'}]} | schema K: its label K does not fit k | #/components/schemas/K
          P: {properties: {k: {type: string}}, discriminator: {propertyName: k}}, M: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {m: {type: string}}, discriminator: {propertyName: m}}]}, K: {allOf: [{$ref: '#/components/schemas/M'}]} | schema M: it tells its kinds apart by m, and its parent by k | #/components/schemas/M/allOf/1/discriminator
          P: {properties: {k: {type: string}}, discriminator: {propertyName: k}}, A: {x-ms-discriminator-value: one, allOf: [{$ref: '#/components/schemas/P'}]}, B: {x-ms-discriminator-value: one, allOf: [{$ref: '#/components/schemas/P'}]} | schema P: two of its kinds have the label one | #/components/schemas/B
          P: {properties: {k: {type: string}, x: {type: string, format: date}}, discriminator: {propertyName: k}}, A: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {x: {$ref: '#/components/schemas/N'}}}]}, N: {properties: {n: {type: string}}} | schema A: its property x is declared as string (date) and N | #/components/schemas/A/allOf/1/properties/x
          """)
  void families(String schemas, String says, String place) throws IOException {
    refuses("get", ANSWER, schemas, says, place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trace | responses: {}                                                                    | Retrofit has no TRACE
          get   | requestBody: {content: {application/json: {schema: {}}}}                         | OkHttp sends no body with GET
          post  | requestBody: {content: {multipart/form-data: {schema: {}}}}                      | it sends a form
          post  | requestBody: {content: {application/xml: {schema: {type: string}}}}              | its body is application/xml
          patch | requestBody: {content: {application/merge-patch+json: {schema: {type: object, properties: {a: {type: string}}}}}} | its body is a merge patch, in which null deletes
          get   | responses: {'200': {description: O, content: {text/plain: {schema: {type: string}}}}} | its answer is text/plain
          get   | responses: {'200': {description: O, content: {application/json: {schema: {type: array, items: {type: string, format: binary}}}}}} | its answer holds binary items
          get   | responses: {'200': {description: O, content: {application/json: {schema: {type: string}}}}, '202': {description: O, content: {application/json: {schema: {type: boolean}}}}} | its answers 200 and 202 have different types: string and boolean
          get   | parameters: [{name: c, in: cookie, schema: {type: string}}]                      | it has a cookie parameter
          get   | parameters: [{name: q, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}] | its query parameter q is a separated list
          get   | parameters: [{name: q, in: query, style: deepObject, schema: {type: object}}]    | its query parameter q is an object
          get   | parameters: [{name: q, in: query, schema: {type: array, items: {type: array, items: {}}}}] | its query parameter q is a list of lists
          get   | parameters: [{name: q, in: query, content: {application/json: {}}}]              | its query parameter q has a media type of its own
          get   | parameters: [{name: h, in: header, schema: {type: string, format: byte}}]        | its header h is binary
          get   | parameters: [{name: a b, in: header, schema: {type: string}}]                    | HTTP has no header of the name a b
          get   | parameters: [{name: p, in: path, required: true, schema: {type: string}}]        | its path parameter p is not in its path
          """)
  void operations(String method, String operation, String says) throws IOException {
    refuses(method, operation, "    {}", "operation x: " + says, "#/paths/~1a/" + method);
  }

  @Test
  void whatIsNoContractIsSaidToBeNone() throws IOException {
    Path file = folder.resolve("contract.yaml");
    assertThatThrownBy(() -> Prepare.prepare(file)).hasMessageContaining("there is no such file");
    Files.writeString(file, "a: [");
    assertThatThrownBy(() -> Prepare.prepare(file)).hasMessageContaining("it cannot be read: ");
    Files.writeString(file, "a: b");
    assertThatThrownBy(() -> Prepare.prepare(file))
        .hasMessageContaining("it is neither Swagger 2.0 nor OpenAPI 3");
  }

  private void refuses(String method, String operation, String schemas, String says, String place)
      throws IOException {
    Path file = folder.resolve("contract.yaml");
    boolean none = schemas.isBlank() || schemas.strip().equals("{}");
    Files.writeString(
        file, START.formatted(method, operation, none ? "    {}" : "    {" + schemas + "}"));

    assertThatThrownBy(() -> Prepare.prepare(file))
        .isInstanceOf(Refused.class)
        .satisfies(
            refused ->
                assertThat(refused.getMessage().lines())
                    .anyMatch(line -> line.contains(says) && line.endsWith("[" + place + "]")));
  }
}
