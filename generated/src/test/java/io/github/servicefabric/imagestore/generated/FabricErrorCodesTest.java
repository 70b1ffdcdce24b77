package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.squareup.moshi.JsonAdapter;
import io.github.servicefabric.imagestore.generated.model.FabricErrorCodes;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FabricErrorCodesTest {
  private final JsonAdapter<FabricErrorCodes> adapter =
      Json.moshi().adapter(FabricErrorCodes.class);

  static List<String> published() {
    return PackedContract.errorCodes();
  }

  @Test
  void hasOneConstantForEveryPublishedCode() throws IllegalAccessException {
    List<String> constants = new ArrayList<>();
    for (Field field : FabricErrorCodes.class.getFields()) {
      assertThat(Modifier.isStatic(field.getModifiers())).isTrue();
      constants.add(((FabricErrorCodes) field.get(null)).value());
    }
    assertThat(constants).containsExactlyInAnyOrderElementsOf(published());
  }

  @ParameterizedTest
  @MethodSource("published")
  @ValueSource(
      strings = {"FABRIC_E_OF_A_LATER_RUNTIME", "", "Null", "fabric_e_timeout", "\" \\u00e4\n"})
  void everyCodeKnownOrNotComesBackAsItWent(String code) throws IOException {
    String json = Json.moshi().adapter(String.class).toJson(code);

    FabricErrorCodes read = adapter.fromJson(json);

    assertThat(read).isEqualTo(FabricErrorCodes.of(code)).hasToString(code);
    assertThat(read.value()).isEqualTo(code);
    assertThat(adapter.toJson(read)).isEqualTo(json);
  }

  @Test
  void nullStaysNull() throws IOException {
    assertThat(adapter.fromJson("null")).isNull();
    assertThat(adapter.toJson(null)).isEqualTo("null");
  }

  @Test
  void aCodeIsNeverMadeOfNull() {
    assertThatNullPointerException().isThrownBy(() -> FabricErrorCodes.of(null));
  }

  @Test
  void equalTextIsEqualCode() {
    assertThat(FabricErrorCodes.of("NotFound"))
        .isEqualTo(FabricErrorCodes.NOT_FOUND)
        .hasSameHashCodeAs(FabricErrorCodes.NOT_FOUND)
        .isNotEqualTo(FabricErrorCodes.of("notfound"))
        .isNotEqualTo("NotFound");
  }
}
