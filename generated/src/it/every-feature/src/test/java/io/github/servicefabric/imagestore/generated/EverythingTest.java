package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.generated.model.Derived;
import io.github.servicefabric.imagestore.generated.model.Everything;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EverythingTest {
  private final JsonAdapter<Everything> adapter = Json.moshi().adapter(Everything.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"Id\":\"b1b3a6ee-94f7-44bd-bd6c-b3a9a5c5cd0e\",\"class\":\"lower\",\"Class\":\"upper\","
            + "\"name\":\"n\",\"Name\":\"N\"}",
        "{\"$type\":\"t\",\"odata.type\":\"o\",\"dash-ed\":\"d\",\"value\":\"v\",\"values\":\"vs\","
            + "\"builder\":\"b\",\"moshi\":\"m\",\"reader\":\"r\",\"writer\":\"w\",\"that\":\"t\","
            + "\"other\":\"o\",\"build\":\"b\",\"hashCode\":\"h\",\"new\":true,\"IsUp\":false}",
        "{\"count32\":-2147483648,\"count64\":9223372036854775807,\"ratio\":0.1,\"ratio32\":0.5,"
            + "\"amount\":12345678901234567890.123,\"unbound\":7,\"text-double\":\"1.50\"}",
        "{\"duration\":\"P1DT2H3M4.5S\",\"at\":\"2018-04-06T22:02:00+02:00\",\"day\":\"2018-04-06\","
            + "\"bytes\":\"AP8Q\",\"link\":\"fabric:/App/Svc\"}",
        "{\"anything\":{\"a\":[1,9007199254740993,1.50,\"x\",null,true,{\"b\":[]}]},\"free\":[1]}",
        "{\"state\":\"Up\",\"level\":40,\"bigLevel\":9007199254740993,\"inline\":\"A\","
            + "\"inlineNumber\":2,\"inlineList\":[\"X\",\"later\"],\"states\":[\"Down\",\"\"]}",
        "{\"nested\":{\"deep\":{\"deeper\":\"!\"}},\"list\":[\"a\",null],"
            + "\"lists\":[[{\"baseName\":\"b\",\"own\":\"o\"}],[]],\"unique\":[\"u\"],"
            + "\"dates\":[\"2018-04-06T22:02:00Z\"]}",
        "{\"map\":{\"k\":1},\"maps\":{\"e\":[{\"Kind\":\"Stopped\"}]},\"self\":{\"self\":{}},"
            + "\"aliasList\":[{\"own\":\"o\"}],\"aliasMap\":{\"a\":\"b\"},\"aliasText\":\"t\"}",
        "{\"java\":{\"text\":\"t\"},\"com\":[{\"moshi\":{\"reader\":{\"exception\":{\"label\":{\"void\":"
            + "{\"long\":{\"override\":{\"kind\":\"Other\",\"properties\":{\"call\":{\"object\":"
            + "{\"deprecated\":{\"map\":{\"k\":[\"v\"]}}}}}}}}}}}}}]}",
        "{\"empty\":{},\"describedRef\":{\"own\":\"x\"}}"
      })
  void comesBackAsItWent(String json) throws IOException {
    Everything read = adapter.fromJson(json);

    assertThat(adapter.toJson(read)).isEqualTo(json);
    assertThat(adapter.fromJson(json)).isEqualTo(read).hasSameHashCodeAs(read);
  }

  @Test
  void hasTheTypesOfTheContract() {
    Everything built =
        Everything.builder()
            .id(UUID.fromString("b1b3a6ee-94f7-44bd-bd6c-b3a9a5c5cd0e"))
            .amount(new BigDecimal("1.10"))
            .at(OffsetDateTime.parse("2018-04-06T22:02:00Z"))
            .day(LocalDate.parse("2018-04-06"))
            .bytes(ByteString.of((byte) 1))
            .link(URI.create("fabric:/App"))
            .textDouble("NaN")
            .duration("PT1S")
            .describedRef(Derived.builder().own("o").build())
            .build();

    assertThat(adapter.toJson(built))
        .isEqualTo(
            "{\"Id\":\"b1b3a6ee-94f7-44bd-bd6c-b3a9a5c5cd0e\",\"amount\":1.10,\"text-double\":\"NaN\","
                + "\"duration\":\"PT1S\",\"at\":\"2018-04-06T22:02:00Z\",\"day\":\"2018-04-06\","
                + "\"bytes\":\"AQ==\",\"link\":\"fabric:/App\",\"describedRef\":{\"own\":\"o\"}}");
  }

  @Test
  void tellsNamesApartThatDifferInCaseOnly() throws IOException {
    Everything read = adapter.fromJson("{\"name\":\"n\",\"Name\":\"N\",\"Class\":\"C\"}");

    assertThat(read.getName()).isEqualTo("n");
    assertThat(read.getName2()).isEqualTo("N");
    assertThat(read.getPropertyClass()).isNull();
    assertThat(read.getPropertyClass2()).isEqualTo("C");
  }

  @Test
  void doesNotChangeWithTheCallersLists() {
    List<String> list = new ArrayList<>(List.of("a"));
    Map<String, Long> map = new HashMap<>(Map.of("k", 1L));
    Everything built = Everything.builder()._list(list).map(map).build();
    list.add("b");
    map.clear();

    assertThat(built.getList()).containsExactly("a");
    assertThat(built.getMap()).containsOnlyKeys("k");
    assertThatThrownBy(() -> built.getList().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> built.getMap().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Id\":\"x\"}",
        "{\"at\":\"yesterday\"}",
        "{\"day\":\"2018-13-01\"}",
        "{\"bytes\":\"*\"}",
        "{\"amount\":\"much\"}",
        "{\"list\":{}}"
      })
  void whatIsNotOfItsTypeIsRefusedWithItsPlace(String json) {
    String place = "$." + json.substring(2, json.indexOf('"', 2));
    assertThatThrownBy(() -> adapter.fromJson(json))
        .isInstanceOf(JsonDataException.class)
        .hasMessageContaining("path " + place);
  }
}
