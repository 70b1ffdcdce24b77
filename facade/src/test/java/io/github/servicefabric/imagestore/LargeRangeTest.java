package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStoreMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a large file, from a process with little memory to a store in another one. */
class LargeRangeTest {
  static final long SIZE = (4L << 30) + 7;
  static final byte[] END = "the very end".getBytes(StandardCharsets.US_ASCII);

  private static final long SENT = (256L << 20) + 3;

  @Test
  void theLastRangeOf4GibGoesOutWith32MibOfMemory(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("sparse");
    sparse(file);
    Process store = java(FakeImageStoreMain.class, List.of());
    try (BufferedReader out = store.inputReader(StandardCharsets.UTF_8);
        PrintStream in = new PrintStream(store.getOutputStream(), true, StandardCharsets.UTF_8)) {
      String endpoint = out.readLine();
      assertThat(out.readLine()).isEqualTo("ready");
      Process sender = java(Sender.class, List.of(endpoint, file.toString()));
      assertThat(sender.waitFor()).isZero();
      in.println("bytes");
      assertThat(out.readLine()).isEqualTo(Long.toString(SENT));
    } finally {
      store.destroyForcibly().waitFor();
    }
  }

  static void sparse(Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      out.write(ByteBuffer.wrap(END), SIZE - END.length);
    }
  }

  private static Process java(Class<?> main, List<String> arguments) throws IOException {
    Stream<String> command =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m",
            "-XX:MaxDirectMemorySize=4m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    return new ProcessBuilder(Stream.concat(command, arguments.stream()).toList())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Sends the last ranges of a file in a process of its own. */
  static final class Sender {
    private Sender() {}

    public static void main(String[] arguments) {
      Path file = Path.of(arguments[1]);
      UUID id = UUID.randomUUID();
      try (ImageStoreClient client = ImageStoreClient.create(arguments[0])) {
        client.uploadChunk("f", id, new ByteRange(SIZE - SENT, SIZE - 1, SIZE), file);
        UploadSession session = client.getUploadSession(id).orElseThrow();
        if (!session.missingRanges().equals(List.of(new ByteRange(0, SIZE - SENT - 1, SIZE)))) {
          throw new AssertionError(session);
        }
      }
    }
  }
}
