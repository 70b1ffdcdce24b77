package prepare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random contracts are prepared, or refused with a place that is there. Those that are prepared are
 * left for src/it/random-contract, which compiles them and reads and writes their samples. Other
 * ones than in every build come of -Dimagestore.seed=N.
 */
class RandomContractsTest {
  private static final Path ACCEPTED = Path.of("target", "random-contract.json");
  private static final Pattern PLACE = Pattern.compile(" \\[#(/[^]]*)]$");
  private static final int CONTRACTS = 30;

  private final ObjectMapper mapper = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void arePreparedOrRefusedWithAPlace() throws IOException {
    long seed = Long.getLong("imagestore.seed", 1200);
    System.out.println("Random contracts of -Dimagestore.seed=" + seed);
    ObjectNode paths = JsonNodeFactory.instance.objectNode();
    ObjectNode schemas = JsonNodeFactory.instance.objectNode();
    int accepted = 0;
    for (int i = 0; i < CONTRACTS; i++) {
      RandomContract random = new RandomContract(seed + i, "C" + i + "x");
      JsonNode contract = RandomContract.whole(random.paths(), random.schemas());
      if (isAccepted(contract)) {
        accepted++;
        paths.setAll(random.paths());
        schemas.setAll(random.schemas());
      }
    }
    assertThat(accepted).isPositive();
    mapper.writeValue(ACCEPTED.toFile(), RandomContract.whole(paths, schemas));
  }

  private boolean isAccepted(JsonNode contract) throws IOException {
    Path file = folder.resolve("random.json");
    Files.writeString(file, mapper.writeValueAsString(contract));
    try {
      Prepare.prepare(file);
      return true;
    } catch (Refused refused) {
      String[] lines = refused.getMessage().split("\n {2}- ");
      for (int i = 1; i < lines.length; i++) {
        Matcher place = PLACE.matcher(lines[i]);
        assertThat(place.find()).as(lines[i]).isTrue();
        assertThat(contract.at(place.group(1)).isMissingNode()).as(lines[i]).isFalse();
      }
      return false;
    }
  }
}
