package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.generated.model.FabricError;
import io.github.servicefabric.imagestore.generated.model.FabricErrorCodes;
import io.github.servicefabric.imagestore.generated.model.FabricErrorError;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FabricErrorTest {
  private static final FabricError BUSY =
      FabricError.builder()
          .error(
              FabricErrorError.builder()
                  .code(FabricErrorCodes.FABRIC_E_NOT_PRIMARY)
                  .message("not here")
                  .build())
          .build();

  private final JsonAdapter<FabricError> adapter = Json.moshi().adapter(FabricError.class);

  @Test
  void keepsTheNamesOfTheWire() throws IOException {
    String json = "{\"Error\":{\"Code\":\"FABRIC_E_NOT_PRIMARY\",\"Message\":\"not here\"}}";

    assertThat(adapter.toJson(BUSY)).isEqualTo(json);
    assertThat(adapter.fromJson(json)).isEqualTo(BUSY);
  }

  @Test
  void aMissingMessageIsNullAndStaysOut() throws IOException {
    FabricError read = adapter.fromJson("{\"Error\":{\"Code\":\"NotFound\"}}");

    assertThat(read.getError().getCode()).isEqualTo(FabricErrorCodes.NOT_FOUND);
    assertThat(read.getError().getMessage()).isNull();
    assertThat(adapter.toJson(read)).isEqualTo("{\"Error\":{\"Code\":\"NotFound\"}}");
  }

  @Test
  void extraPropertiesAreSkipped() throws IOException {
    FabricError read =
        adapter.fromJson(
            "{\"Trace\":[1,{\"a\":null}],\"Error\":{\"Inner\":{\"Code\":\"x\"},"
                + "\"Code\":\"FABRIC_E_NOT_PRIMARY\",\"code\":\"y\",\"Message\":\"not here\"},\"error\":3}");

    assertThat(read).isEqualTo(BUSY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Error\":null}"})
  void aMissingErrorIsNull(String json) throws IOException {
    assertThat(adapter.fromJson(json).getError()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Error\":{}}", "{\"Error\":{\"Code\":null,\"Message\":null}}"})
  void aMissingCodeIsNull(String json) throws IOException {
    assertThat(adapter.fromJson(json).getError()).isEqualTo(FabricErrorError.builder().build());
  }

  @Test
  void nullStaysNull() throws IOException {
    assertThat(adapter.fromJson("null")).isNull();
    assertThat(adapter.toJson(null)).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "{\"Error\":\"text\"}", "{\"Error\":{\"Code\":{}}}"})
  void anotherShapeIsRefused(String json) {
    assertThatThrownBy(() -> adapter.fromJson(json)).isInstanceOf(JsonDataException.class);
  }

  @Test
  void equalPropertiesMakeEqualErrors() {
    FabricErrorError same =
        FabricErrorError.builder()
            .code(FabricErrorCodes.of("FABRIC_E_NOT_PRIMARY"))
            .message("not here")
            .build();

    assertThat(FabricError.builder().error(same).build()).isEqualTo(BUSY).hasSameHashCodeAs(BUSY);
    assertThat(FabricErrorError.builder().code(same.getCode()).build()).isNotEqualTo(same);
    assertThat(FabricErrorError.builder().message("not here").build()).isNotEqualTo(same);
    assertThat(BUSY).isNotEqualTo(same).isNotEqualTo(null);
  }

  @Test
  void showsWhatItHolds() {
    assertThat(BUSY)
        .hasToString(
            "FabricError{Error=FabricErrorError{Code=FABRIC_E_NOT_PRIMARY, Message=not here}}");
  }
}
