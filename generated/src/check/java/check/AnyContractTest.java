package check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.squareup.moshi.JsonAdapter;
import io.github.servicefabric.imagestore.generated.Json;
import io.swagger.v3.parser.util.DeserializationUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import retrofit2.Retrofit;
import retrofit2.converter.moshi.MoshiConverterFactory;

/** What the code generated from any contract has to be good for. */
class AnyContractTest {
  private static final Path PREPARED = Path.of("target", "prepared.json");
  private static final String MODELS = "io.github.servicefabric.imagestore.generated.model.";
  private static final String APIS = "io.github.servicefabric.imagestore.generated.api.";

  private final Path spec;
  private final JsonNode contract;
  private final Map<String, Class<?>> classes = new LinkedHashMap<>();

  AnyContractTest() throws IOException, ClassNotFoundException {
    JsonNode prepared = new ObjectMapper().readTree(PREPARED.toFile());
    spec = Path.of(prepared.path("info").path("x-prepared-from").asText());
    contract = read(spec);
    for (Map.Entry<String, JsonNode> entry :
        prepared.path("components").path("schemas").properties()) {
      String place = entry.getValue().path("x-java").path("schema").asText();
      if (place.startsWith("#")) {
        classes.put(place, Class.forName(MODELS + entry.getKey()));
      }
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return DeserializationUtils.deserializeIntoTree(Files.readString(file), file.toString());
  }

  /** Retrofit looks at an operation when it is first called, unless it is told to look at once. */
  @Test
  void everyInterfaceLoadsEagerly() throws IOException, ClassNotFoundException {
    Retrofit retrofit =
        new Retrofit.Builder()
            .baseUrl("http://127.0.0.1/")
            .addConverterFactory(MoshiConverterFactory.create(Json.moshi()))
            .validateEagerly(true)
            .build();
    Path folder = Path.of("target", "classes").resolve(APIS.replace('.', '/'));
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replaceFirst("\\.class$", "");
        assertThat(retrofit.create(Class.forName(APIS + name))).isNotNull();
      }
    }
  }

  @Test
  void everySampleSurvivesReadingAndWriting() {
    Samples samples = new Samples(contract, this::at);
    Map<String, List<String>> families = new HashMap<>();
    classes
        .keySet()
        .forEach(
            family ->
                samples
                    .kindsOf(family)
                    .forEach(
                        kind ->
                            families.computeIfAbsent(kind, k -> new ArrayList<>()).add(family)));
    List<String> lost = new ArrayList<>();
    int count = 0;
    for (String place : classes.keySet()) {
      for (JsonNode sample : samples.of(place)) {
        List<String> readers = new ArrayList<>(families.getOrDefault(place, List.of()));
        readers.add(place);
        for (String reader : readers) {
          count++;
          String problem = problem(classes.get(reader), sample, !reader.equals(place));
          if (problem != null) {
            lost.add(place + " read as " + reader + ": " + problem);
          }
        }
      }
    }
    System.out.println(classes.size() + " types, " + count + " samples, " + lost.size() + " lost");
    assertThat(lost).isEmpty();
  }

  /** What goes wrong with a sample, or null. */
  private static String problem(Class<?> type, JsonNode sample, boolean known) {
    JsonAdapter<Object> adapter = Json.moshi().<Object>adapter(type);
    JsonAdapter<Object> plain = Json.moshi().adapter(Object.class);
    try {
      Object read = adapter.fromJson(sample.toString());
      String written = adapter.toJson(read);
      Object before = comparable(plain.fromJson(sample.toString()));
      Object after = comparable(plain.fromJson(written));
      if (!before.equals(after)) {
        return sample + " became " + written;
      } else if (known && read.getClass().getName().endsWith("$Other")) {
        return sample + " is of no kind";
      }
      return read.equals(adapter.fromJson(written)) ? null : sample + " differs from itself";
    } catch (IOException | RuntimeException e) {
      return sample + " " + e;
    }
  }

  /** With numbers that are equal where their values are. */
  private static Object comparable(Object value) {
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros();
    } else if (value instanceof List<?> list) {
      return list.stream().map(AnyContractTest::comparable).toList();
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new HashMap<>();
      map.forEach((key, one) -> copy.put(key, comparable(one)));
      return copy;
    }
    return value == null ? "null" : value;
  }

  private JsonNode at(String reference) {
    int hash = reference.indexOf('#');
    try {
      String path = hash < 0 ? reference : reference.substring(0, hash);
      String pointer = hash < 0 ? "" : reference.substring(hash + 1).replace("+", "%2B");
      JsonNode file = path.isEmpty() ? contract : read(spec.resolveSibling(path));
      JsonNode there = file.at(pointer.replace("%2B", "+"));
      return there.isMissingNode()
          ? file.at(URLDecoder.decode(pointer, StandardCharsets.UTF_8))
          : there;
    } catch (NoSuchFileException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
