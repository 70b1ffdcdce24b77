package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStoreMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake in a process of its own. */
class FakeImageStoreProcessTest {
  @Test
  void itPrintsItsEndpointAnswersItsInputAndEndsWithIt(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("f"), new byte[100_000]);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                FakeImageStoreMain.class.getName(),
                "--keep-requests=0",
                "--answer-delay=1")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        PrintStream in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
      String endpoint = out.readLine();
      assertThat(out.readLine()).isEqualTo("ready");
      put(endpoint, file);
      in.println("content a b");
      assertThat(out.readLine()).matches("100000 1 [0-9a-f]{64}");
      in.println("matches a b\t" + file);
      assertThat(out.readLine()).isEqualTo("true");
      Files.write(file, new byte[] {1});
      in.println("matches a b\t" + file);
      assertThat(out.readLine()).isEqualTo("false");
      in.println("--hashing=off");
      assertThat(out.readLine()).isEqualTo("ok");
      put(endpoint, file);
      in.println("content a b");
      assertThat(out.readLine()).isEqualTo("1 1 -");
      in.println("bytes");
      assertThat(out.readLine()).isEqualTo("100001");
      in.println("requests");
      assertThat(out.readLine()).isEqualTo("2");
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void put(String endpoint, Path file) throws IOException {
    OkHttpClient http = PlainHttp.patient().build();
    Request request =
        new Request.Builder()
            .url(endpoint + "/ImageStore/a%20b?api-version=6.0")
            .put(RequestBody.create(file.toFile(), null))
            .build();
    try (Response response = http.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    } finally {
      http.connectionPool().evictAll();
    }
  }
}
