package io.github.servicefabric.imagestore.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A fake image store in a process of its own, for tests that kill the client and for measurements.
 * It prints its endpoint, with {@code --secure} its certificate in PEM, and {@code ready}; then it
 * answers each line of its input with one line, and ends with its input. Its time is the real one.
 *
 * <table>
 * <caption>Options, which may also come as lines of input, but for the first</caption>
 * <tr><th>option</th><th>what it sets</th></tr>
 * <tr><td>{@code --secure}</td><td>https instead of http</td></tr>
 * <tr><td>{@code --linux}</td><td>{@link FakeImageStore#runOnLinux}</td></tr>
 * <tr><td>{@code --hashing=off}</td><td>{@link FakeImageStore#hashing}</td></tr>
 * <tr><td>{@code --keep-requests=N}</td><td>{@link FakeImageStore#keepRequests}</td></tr>
 * <tr><td>{@code --page-size=N}</td><td>{@link FakeImageStore#pageSize}</td></tr>
 * <tr><td>{@code --answer-delay=MILLIS}</td><td>{@link ServerLimits#answerDelay}</td></tr>
 * <tr><td>{@code --rate=BYTES}</td><td>{@link ServerLimits#bytesPerSecond}</td></tr>
 * <tr><td>{@code --rate-in-all=BYTES}</td><td>{@link ServerLimits#bytesPerSecondInAll}</td></tr>
 * <tr><td>{@code --max-requests=N}</td><td>{@link ServerLimits#maxConcurrentRequests}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Other lines of input</caption>
 * <tr><th>line</th><th>answer</th></tr>
 * <tr><td>{@code requests}, {@code bytes}, {@code connections}</td><td>a number</td></tr>
 * <tr><td>{@code fail-over}</td><td>{@code ok}</td></tr>
 * <tr><td>{@code content PATH}</td><td>size, number of parts, digest or {@code -}; {@code none}</td></tr>
 * <tr><td>{@code matches PATH<tab>FILE}</td><td>{@code true} or {@code false}</td></tr>
 * </table>
 */
public final class FakeImageStoreMain {
  private final FakeImageStore store;

  private FakeImageStoreMain(FakeImageStore store) {
    this.store = store;
  }

  /**
   * Runs an image store until the input ends.
   *
   * @param options as above
   * @throws IOException if the input cannot be read
   */
  public static void main(String[] options) throws IOException {
    boolean secure = java.util.List.of(options).contains("--secure");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (FakeImageStore store = secure ? FakeImageStore.startSecure() : FakeImageStore.start()) {
      store.clock(Clock.systemUTC());
      FakeImageStoreMain main = new FakeImageStoreMain(store);
      for (String option : options) {
        main.answer(option);
      }
      out.println(store.endpoint());
      if (secure) {
        store.certificates().serverPem().transferTo(out);
      }
      out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(main.answer(line));
      }
    }
  }

  private String answer(String line) throws IOException {
    if (line.startsWith("--")) {
      int equals = line.indexOf('=');
      set(equals < 0 ? line : line.substring(0, equals), line.substring(equals + 1));
      return "ok";
    }
    int blank = line.indexOf(' ');
    String rest = line.substring(blank + 1);
    return switch (blank < 0 ? line : line.substring(0, blank)) {
      case "requests" -> Long.toString(store.requestCount());
      case "bytes" -> Long.toString(store.bodyBytes());
      case "connections" -> Long.toString(store.connectionCount());
      case "fail-over" -> {
        store.failOver();
        yield "ok";
      }
      case "content" -> content(rest);
      case "matches" -> matches(rest.split("\t", 2));
      default -> throw new IllegalArgumentException("no such command: " + line);
    };
  }

  private void set(String option, String value) {
    switch (option) {
      case "--secure" -> {
        // Done at the start.
      }
      case "--linux" -> store.runOnLinux();
      case "--hashing" -> store.hashing(!value.equals("off"));
      case "--keep-requests" -> store.keepRequests(Integer.parseInt(value));
      case "--page-size" -> store.pageSize(Integer.parseInt(value));
      case "--answer-delay" -> store.limits().answerDelay(Duration.ofMillis(Long.parseLong(value)));
      case "--rate" -> store.limits().bytesPerSecond(Long.parseLong(value));
      case "--rate-in-all" -> store.limits().bytesPerSecondInAll(Long.parseLong(value));
      case "--max-requests" -> store.limits().maxConcurrentRequests(Integer.parseInt(value));
      default -> throw new IllegalArgumentException("no such option: " + option);
    }
  }

  private String content(String path) {
    return store
        .content(path)
        .map(c -> c.size() + " " + c.parts().size() + " " + c.digest().orElse("-"))
        .orElse("none");
  }

  private String matches(String[] pathAndFile) throws IOException {
    Optional<Content> content = store.content(pathAndFile[0]);
    return Boolean.toString(content.isPresent() && content.get().matches(Path.of(pathAndFile[1])));
  }
}
