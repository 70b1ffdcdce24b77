package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackedContractTest {
  @Test
  void isTheOneOfTheCheckout() throws IOException {
    assertThat(PackedContract.bytes())
        .isEqualTo(Files.readAllBytes(Path.of("..", "spec", "image-store.yaml")));
  }
}
