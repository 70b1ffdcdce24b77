package io.github.servicefabric.imagestore.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A contract as large as the whole REST API of Service Fabric, 235 operations and 581 schemas, with
 * everything in it that the templates carry. The same text every time, so that runs compare.
 */
final class LargeContract {
  private static final int AREAS = 29;

  private static final String HEAD =
      """
      openapi: 3.0.3
      info: {title: A large contract, description: Made for a benchmark., version: '1.0'}
      servers: [{url: 'http://localhost:19080'}]
      paths:
        /Files/{contentPath}:
          parameters:
            - {name: contentPath, in: path, required: true, schema: {type: string}}
          get:
            tags: [File]
            operationId: getFile
            responses:
              '200':
                description: Its bytes.
                content: {application/octet-stream: {schema: {type: string, format: binary}}}
          put:
            tags: [File]
            operationId: putFile
            parameters:
              - {name: Content-Range, in: header, required: true, schema: {type: string}}
            requestBody:
              required: true
              content: {application/octet-stream: {schema: {type: string, format: binary}}}
            responses: {'200': {description: Stored.}}
          head:
            tags: [File]
            operationId: headFile
            responses: {'200': {description: There.}}
      """;

  /** Eight operations. */
  private static final String PATHS =
      """
        /Area/{areaId}:
          parameters:
            - {name: areaId, in: path, required: true, x-ms-skip-url-encoding: true, schema: {type: string}}
            - {$ref: '#/components/parameters/ApiVersion'}
            - {$ref: '#/components/parameters/Timeout'}
          get:
            tags: [Area]
            operationId: getAreaInfo
            summary: Tells what is known of one area, <b>all</b> of it.
            description: >-
              A description of some length, as Microsoft's are: it says what the operation is for, that an area which is
              not there is an error, and which other operations to look at for more.
            responses: {'200': {description: What is known., content: {application/json: {schema: {$ref: '#/components/schemas/AreaInfo'}}}}}
          put:
            tags: [Area]
            operationId: updateArea
            requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/AreaDescription'}}}}
            responses: {'200': {description: Changed.}}
          delete:
            tags: [Area]
            operationId: deleteArea
            deprecated: true
            parameters:
              - {name: ForceRemove, in: query, schema: {type: boolean, default: false}}
              - {name: X-Request-Id, in: header, schema: {type: string}}
            responses: {'204': {description: Gone.}}
        /Areas:
          parameters:
            - {$ref: '#/components/parameters/ApiVersion'}
            - {$ref: '#/components/parameters/Timeout'}
          get:
            tags: [Area]
            operationId: getAreaInfoList
            parameters:
              - {name: ContinuationToken, in: query, schema: {type: string}}
              - {name: MaxResults, in: query, schema: {type: integer, format: int64, default: 0, minimum: 0}}
              - {name: State, in: query, schema: {$ref: '#/components/schemas/AreaState'}}
              - {name: Since, in: query, schema: {type: string, format: date-time}}
              - {name: Day, in: query, schema: {type: string, format: date}}
              - {name: Name, in: query, schema: {type: array, items: {type: string}}}
            responses: {'200': {description: A page of them., content: {application/json: {schema: {$ref: '#/components/schemas/AreaList'}}}}}
          post:
            tags: [Area]
            operationId: createArea
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/AreaDescription'}}}}
            responses: {'201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/AreaInfo'}}}}}
        /Areas/$/GetEvents:
          get:
            tags: [Area]
            operationId: getAreaEventList
            parameters: [{$ref: '#/components/parameters/ApiVersion'}]
            responses: {'200': {description: The latest., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/AreaEvent'}}}}}}
        /Areas/$/GetHealth:
          post:
            tags: [Area]
            operationId: getAreaHealthByLabels
            parameters: [{name: Level, in: query, required: true, schema: {$ref: '#/components/schemas/AreaLevel'}}]
            requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/AreaLabels'}}}}
            responses: {'200': {description: Its health., content: {application/json: {schema: {$ref: '#/components/schemas/AreaHealth'}}}}}
        /Areas/$/GetDerived:
          get:
            tags: [Area]
            operationId: getAreaDerivedById
            parameters: [{name: Id, in: query, required: true, schema: {type: string, format: uuid}}]
            responses: {'200': {description: By their name., content: {application/json: {schema: {type: object, additionalProperties: {$ref: '#/components/schemas/AreaDerived'}}}}}}
      """;

  private static final String COMPONENTS =
      """
      components:
        parameters:
          ApiVersion: {name: api-version, in: query, required: true, schema: {type: string, default: '6.0'}}
          Timeout: {name: timeout, in: query, schema: {type: integer, format: int64, default: 60, minimum: 1, maximum: 4294967295}}
        schemas:
          FabricError: {type: object, required: [Code], properties: {Code: {type: string}, Message: {type: string}}}
      """;

  /** Eleven schemas; the leaves of the family follow. */
  private static final String SCHEMAS =
      """
          AreaState: {type: string, description: Where an area stands., enum: [Unknown, Up, Down, in-between, '1']}
          AreaLevel: {type: integer, format: int32, enum: [0, 1, -1, 40]}
          AreaInfo:
            type: object
            description: All that is known of an area, {@code C:\\users} and */ included.
            required: [Id, Name]
            properties:
              Id: {type: string, format: uuid, description: The identity that it keeps for life.}
              Name: {type: string, description: How people call it.}
              name: {type: string}
              class: {type: string}
              $type: {type: string}
              dash-ed: {type: string}
              IsUp: {type: boolean}
              Count: {type: integer, format: int32}
              Size: {type: integer, format: int64}
              Ratio: {type: number, format: double}
              Amount: {type: number}
              UpTime: {type: string, format: duration}
              At: {type: string, format: date-time}
              Day: {type: string, format: date}
              Hash: {type: string, format: byte}
              Link: {type: string, format: uri}
              Anything: {}
              State: {$ref: '#/components/schemas/AreaState'}
              Level: {$ref: '#/components/schemas/AreaLevel'}
              Last: {$ref: '#/components/schemas/AreaEvent'}
          AreaDescription:
            type: object
            required: [Name]
            properties:
              Name: {type: string}
              Parent: {$ref: '#/components/schemas/AreaDescription'}
              Labels: {$ref: '#/components/schemas/AreaLabels'}
              States: {type: array, items: {$ref: '#/components/schemas/AreaState'}}
          AreaList:
            type: object
            properties:
              ContinuationToken: {type: string}
              Items: {type: array, items: {$ref: '#/components/schemas/AreaInfo'}}
          AreaLabels: {type: object, additionalProperties: {type: string}}
          AreaHealth:
            type: object
            properties:
              Matrix: {type: array, items: {type: array, items: {$ref: '#/components/schemas/AreaDerived'}}}
              Events: {type: object, additionalProperties: {type: array, items: {$ref: '#/components/schemas/AreaEvent'}}}
              Unique: {type: array, uniqueItems: true, items: {type: string}}
              Dates: {type: array, items: {type: string, format: date-time}}
          AreaBase: {type: object, properties: {Reason: {type: string}}}
          AreaDerived:
            allOf:
              - $ref: '#/components/schemas/AreaBase'
              - {type: object, properties: {Own: {type: string}}}
          AreaEventKind: {type: string, enum: [Node0Leaf0, Node0Leaf1]}
          AreaEvent:
            type: object
            required: [Kind, At]
            discriminator: {propertyName: Kind}
            properties:
              Kind: {$ref: '#/components/schemas/AreaEventKind'}
              At: {type: string, format: date-time}
      """;

  /** Three schemas: a kind and its own two kinds. */
  private static final String KINDS =
      """
          AreaMiddleEvent:
            x-ms-discriminator-value: Middle
            allOf:
              - $ref: '#/components/schemas/AreaEvent'
              - {type: object, required: [Node], properties: {Node: {type: string}}}
          AreaMiddleLeaf0Event:
            x-ms-discriminator-value: MiddleLeaf0
            allOf:
              - $ref: '#/components/schemas/AreaMiddleEvent'
              - {type: object, properties: {Instance: {type: integer, format: int64}, Why: {type: string}}}
          AreaMiddleLeaf1Event:
            x-ms-discriminator-value: MiddleLeaf1
            allOf: [{$ref: '#/components/schemas/AreaMiddleEvent'}]
      """;

  private LargeContract() {}

  static void write(Path file) throws IOException {
    StringBuilder paths = new StringBuilder();
    StringBuilder schemas = new StringBuilder();
    for (int i = 0; i < AREAS; i++) {
      String area = String.format(Locale.ROOT, "Area%02d", i);
      paths.append(PATHS.replace("Area", area));
      schemas.append(SCHEMAS.replace("Area", area));
      for (String middle : new String[] {"Node0", "Node1", "Node2"}) {
        schemas.append(KINDS.replace("Area", area).replace("Middle", middle));
      }
    }
    Files.writeString(file, HEAD + paths + COMPONENTS + schemas);
  }
}
