package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.testing.FakeImageStoreMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of this class path, and an image store in one of them. */
final class Processes {
  private Processes() {}

  static Process start(List<String> options, Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** A fake image store that answers commands: see {@link FakeImageStoreMain}. */
  static final class Store implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final String endpoint;

    Store(String... options) throws IOException {
      process = start(List.of("-Xmx64m"), FakeImageStoreMain.class, options);
      out = process.inputReader(StandardCharsets.UTF_8);
      in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
      endpoint = out.readLine();
      out.readLine();
    }

    String endpoint() {
      return endpoint;
    }

    String ask(String command) throws IOException {
      in.println(command);
      return out.readLine();
    }

    long bytes() throws IOException {
      return Long.parseLong(ask("bytes"));
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
