package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.generated.model.BigLevel;
import io.github.servicefabric.imagestore.generated.model.EverythingInline;
import io.github.servicefabric.imagestore.generated.model.NodeLevel;
import io.github.servicefabric.imagestore.generated.model.NodeState;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OpenEnumTest {
  @Test
  void everyTextIsAConstantHoweverItIsSpelt() {
    assertThat(NodeState.UP).hasToString("Up");
    assertThat(NodeState.EMPTY).hasToString("");
    assertThat(NodeState.IN_BETWEEN).hasToString("in-between");
    assertThat(NodeState.WITH_SPACE).hasToString("with space");
    assertThat(NodeState._ODD).hasToString("$odd");
    assertThat(NodeState._1).hasToString("1");
    assertThat(NodeState.VALUE).hasToString("value");
    assertThat(NodeState.VALUE2).hasToString("VALUE");
  }

  @Test
  void numbersAreWrittenAsNumbers() throws IOException {
    var levels = Json.moshi().adapter(NodeLevel.class);
    var bigLevels = Json.moshi().adapter(BigLevel.class);

    assertThat(levels.toJson(NodeLevel.NUMBER_MINUS_1)).isEqualTo("-1");
    assertThat(levels.fromJson("41")).isEqualTo(NodeLevel.of(41));
    assertThat(levels.toJson(NodeLevel.of(41))).isEqualTo("41");
    assertThat(bigLevels.fromJson("9007199254740993")).isEqualTo(BigLevel.NUMBER_9007199254740993);
    assertThat(levels.fromJson("null")).isNull();
  }

  @Test
  void anEnumWrittenInPlaceIsOpenToo() throws IOException {
    assertThat(Json.moshi().adapter(EverythingInline.class).fromJson("\"C\""))
        .isEqualTo(EverythingInline.of("C"))
        .isNotEqualTo(EverythingInline.A);
  }
}
