package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.generated.model.Circle;
import io.github.servicefabric.imagestore.generated.model.Event;
import io.github.servicefabric.imagestore.generated.model.EventKind;
import io.github.servicefabric.imagestore.generated.model.NodeEvent;
import io.github.servicefabric.imagestore.generated.model.NodeOpenedEvent;
import io.github.servicefabric.imagestore.generated.model.Shape;
import io.github.servicefabric.imagestore.generated.model.Square;
import io.github.servicefabric.imagestore.generated.model.StoppedEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyTest {
  private static final String OPENED =
      "{\"Kind\":\"NodeOpened\",\"At\":\"2018-04-06T22:02:00Z\",\"Category\":\"Low\","
          + "\"NodeName\":\"_Node_0\",\"Instance\":131681234567890123}";

  private final JsonAdapter<Event> events = Json.moshi().adapter(Event.class);
  private final JsonAdapter<Shape> shapes = Json.moshi().adapter(Shape.class);

  @Test
  void theLabelOfTheWireFindsTheLeafOnTheThirdLevel() throws IOException {
    Event read = events.fromJson(OPENED);

    assertThat(read).isInstanceOf(NodeOpenedEvent.class).isInstanceOf(NodeEvent.class);
    assertThat(((NodeEvent) read).getNodeName()).isEqualTo("_Node_0");
    assertThat(((NodeOpenedEvent) read).getInstance()).isEqualTo(131681234567890123L);
    assertThat(events.toJson(read)).isEqualTo(OPENED);
  }

  @Test
  void theMiddleReadsAndWritesItsLeaves() throws IOException {
    JsonAdapter<NodeEvent> adapter = Json.moshi().adapter(NodeEvent.class);

    assertThat(adapter.fromJson(OPENED)).isEqualTo(events.fromJson(OPENED));
    assertThat(adapter.toJson(adapter.fromJson(OPENED))).isEqualTo(OPENED);
  }

  @Test
  void theLabelMayComeLast() throws IOException {
    assertThat(events.fromJson("{\"x\":[{\"Kind\":1}],\"Category\":\"High\",\"Kind\":\"Stopped\"}"))
        .isInstanceOf(StoppedEvent.class)
        .extracting(Event::getCategory)
        .hasToString("High");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Kind\":\"Later\",\"At\":\"2018-04-06T22:02:00Z\",\"New\":[1,2.50,{\"x\":9007199254740993}]}",
        "{\"Kind\":\"\"}",
        "{\"At\":\"2018-04-06T22:02:00Z\"}",
        "{\"Kind\":null}"
      })
  void anUnknownLabelIsKeptWithAllThatCameWithIt(String json) throws IOException {
    Event read = events.fromJson(json);

    assertThat(read).isInstanceOf(Event.Other.class).isEqualTo(events.fromJson(json));
    assertThat(((Event.Other) read).json()).isEqualTo(json);
    assertThat(events.toJson(read)).isEqualTo(json);
  }

  @Test
  void anUnknownLabelStillHasWhatTheParentDeclares() throws IOException {
    Event read = events.fromJson("{\"Kind\":\"Later\",\"Category\":\"Low\",\"NodeName\":\"n\"}");

    assertThat(read.getKind()).isEqualTo(EventKind.of("Later"));
    assertThat(read.getCategory()).hasToString("Low");
    assertThat(read).isNotInstanceOf(NodeEvent.class);
  }

  @Test
  void theLabelOfTheMiddleItselfIsOfTheMiddle() throws IOException {
    Event read = events.fromJson("{\"Kind\":\"NodeEvent\",\"NodeName\":\"n\"}");

    assertThat(read).isEqualTo(NodeEvent.builder().nodeName("n").build());
    assertThat(((NodeEvent) read).getNodeName()).isEqualTo("n");
    assertThat(events.toJson(read)).isEqualTo("{\"Kind\":\"NodeEvent\",\"NodeName\":\"n\"}");
  }

  @Test
  void unknownLabelsAreKeptInListsAndMapsAndInsideOthers() throws IOException {
    String json =
        "{\"events\":[{\"Kind\":\"Later\",\"a\":1},{\"Kind\":\"Stopped\"}],"
            + "\"shape\":{\"shape-type\":\"round\",\"center\":{\"shape-type\":\"?\",\"n\":1}}}";
    var adapter =
        Json.moshi().adapter(io.github.servicefabric.imagestore.generated.model.Everything.class);

    assertThat(adapter.toJson(adapter.fromJson(json))).isEqualTo(json);
  }

  @Test
  void aNewValueHasItsLabelAlready() {
    assertThat(events.toJson(NodeOpenedEvent.builder().instance(1L).build()))
        .isEqualTo("{\"Kind\":\"NodeOpened\",\"Instance\":1}");
    assertThat(events.toJson(StoppedEvent.builder().build())).isEqualTo("{\"Kind\":\"Stopped\"}");
  }

  @Test
  void theMappingOfOpenApiCountsAndTheSchemasNameOtherwise() throws IOException {
    Shape circle = Circle.builder().radius(1.5).center(Square.builder().build()).build();
    String json =
        "{\"shape-type\":\"round\",\"radius\":1.5,\"center\":{\"shape-type\":\"Square\"}}";

    assertThat(shapes.toJson(circle)).isEqualTo(json);
    assertThat(shapes.fromJson(json)).isEqualTo(circle);
    assertThat(shapes.fromJson("{\"shape-type\":\"Circle\"}")).isInstanceOf(Shape.Other.class);
  }

  @Test
  void aKindOfSomebodyElseIsNotWritten() {
    assertThatThrownBy(() -> shapes.toJson(() -> "mine"))
        .isInstanceOf(JsonDataException.class)
        .hasMessageContaining("kinds of Shape");
  }

  @Test
  void nullAndOtherShapesOfJson() throws IOException {
    assertThat(events.fromJson("null")).isNull();
    assertThat(events.toJson(null)).isEqualTo("null");
    assertThatThrownBy(() -> events.fromJson("[]")).isInstanceOf(JsonDataException.class);
  }

  @Test
  void readsFromValuesToo() {
    Event read = events.fromJsonValue(Map.of("Kind", "Later", "a", List.of(true)));

    assertThat(events.toJsonValue(read)).isEqualTo(Map.of("Kind", "Later", "a", List.of(true)));
  }
}
