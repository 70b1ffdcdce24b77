package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HugeErrorBodyTest {
  private static final int MIB = 1024 * 1024;

  /** Sends half of a body of 200 MiB as fast as it goes; the other half never comes. */
  private static final RawServer.Script HALF_OF_200_MIB =
      (server, connection) -> {
        server.readRequest(connection);
        OutputStream out = connection.getOutputStream();
        String head = "HTTP/1.1 400 Bad Request\r\nContent-Length: ";
        out.write((head + 200 * MIB + "\r\n\r\n").getBytes(ISO_8859_1));
        byte[] piece = "{".repeat(MIB).getBytes(ISO_8859_1);
        for (int i = 0; i < 100; i++) {
          out.write(piece);
        }
        server.readRequest(connection);
      };

  @ParameterizedTest
  @EnumSource(Style.class)
  void theConnectionIsClosedInTheMiddleOfAHugeErrorBody(Style style) throws Exception {
    try (RawServer server = RawServer.start(HALF_OF_200_MIB);
        ImageStoreClient client = ImageStoreClient.create(server.endpoint())) {
      var refused =
          catchThrowableOfType(
              FabricErrorException.class, () -> style.commit(client, UUID.randomUUID()));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.getMessage()).hasSizeLessThan(1000);
      server.awaitClientGone();
    }
  }

  @Test
  void aHugeErrorBodyTakesNoMemory() {
    try (RawServer server = RawServer.start(HALF_OF_200_MIB);
        ImageStoreClient client = ImageStoreClient.create(server.endpoint())) {
      refused(client);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      refused(client);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).as("bytes allocated by the caller").isLessThan(8L * MIB);
    }
  }

  private static void refused(ImageStoreClient client) {
    catchThrowableOfType(
        FabricErrorException.class, () -> client.commitUploadSession(UUID.randomUUID()));
  }
}
