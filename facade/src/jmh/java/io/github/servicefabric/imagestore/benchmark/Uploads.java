package io.github.servicefabric.imagestore.benchmark;

import io.github.servicefabric.imagestore.testing.FakeImageStoreMain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The rows for uploads: against a fake image store in a process of its own that hashes nothing. */
final class Uploads {
  private static final long MIB = 1024 * 1024;
  private static final long GIB = 1024 * MIB;
  private static final int FILES = 10_000;
  private static final int FOLDERS = 50;
  private static final long PART = 16 * MIB;

  /** Rounds of a new JVM that are not counted. */
  private static final int WARM_UP = 2;

  /** What is done ten thousand times a round, the JVM goes on compiling for about ten rounds. */
  private static final int WARM_UP_OF_MANY = 10;

  private record Turn(double micros, double cpu, double bytes) {}

  private final int rounds;
  private final Table table;
  private final Path folder;

  private Uploads(int rounds, Table table, Path folder) {
    this.rounds = rounds;
    this.table = table;
    this.folder = folder;
  }

  static void measure(int rounds, Table table, Rows rows) throws Exception {
    Path folder = Files.createTempDirectory("uploads");
    try {
      Uploads uploads = new Uploads(rounds, table, folder);
      rows.take("file", uploads::file);
      rows.take("tls", uploads::tls);
      rows.take("listener", uploads::listener);
      rows.take("sparse", uploads::sparse);
      rows.take("package", uploads::smallFiles);
      rows.take("waits", uploads::waits);
      rows.take("shaped", uploads::shaped);
      rows.take("busy", uploads::busy);
      rows.take("resumed", uploads::resumed);
      rows.take("killed", uploads::killed);
      rows.take("uploads-heap", uploads::heap);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void file() throws Exception {
    String[] kinds = {"facade", "okhttp", "java-net", "copy", "transfer"};
    try (Store store = new Store("--hashing=off", "--keep-requests=0")) {
      Turn[][] turns = turns(store, rounds, file(GIB), kinds);
      compare("time, 1 GiB", turns, "okhttp, one PUT", 1, Turn::micros, "1.00");
      compare("CPU per GiB", turns, "okhttp, one PUT", 1, Turn::cpu, "1.10");
      compare("time, 1 GiB", turns, "java.net.http, ofFile", 2, Turn::micros, "0.70");
      compare("CPU per GiB", turns, "java.net.http, ofFile", 2, Turn::cpu, "0.75");
      compare("CPU per GiB", turns, "64 KiB copied to a socket", 3, Turn::cpu, "2.5");
      compare("CPU per GiB", turns, "transferTo", 4, Turn::cpu, "");
      double[] bytes = Arrays.stream(turns[0]).mapToDouble(turn -> turn.bytes() / MIB).toArray();
      double most = 4 + GIB / PART * 20.0 / 1024;
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] /= most;
      }
      table.row("bytes allocated per GiB", "4 MiB and 20 KiB a part", bytes, "1.00");
    }
  }

  private void tls() throws Exception {
    try (Store store = new Store("--secure", "--hashing=off", "--keep-requests=0")) {
      Turn[][] turns = turns(store, rounds, file(GIB), "facade", "okhttp");
      compare("time, 1 GiB over TLS", turns, "okhttp, one PUT", 1, Turn::micros, "1.00");
      compare("CPU per GiB over TLS", turns, "okhttp, one PUT", 1, Turn::cpu, "1.10");
    }
  }

  /** Of a larger file, for the system counts the CPU time of a process in steps of 10 ms. */
  private void listener() throws Exception {
    try (Store store = new Store("--hashing=off", "--keep-requests=0")) {
      Turn[][] turns = turns(store, 10 * rounds, file(4 * GIB), "facade-listened", "facade");
      compare("CPU with a progress listener", turns, "without", 1, Turn::cpu, "1.01");
    }
  }

  private void sparse() throws Exception {
    Path file = file(8 * GIB);
    try (Store store = new Store("--hashing=off", "--keep-requests=0")) {
      List<String> memory = List.of("-Xmx32m", "-XX:MaxDirectMemorySize=4m");
      List<String> lines = probe(memory, store, "turns", file, "1", "facade");
      String[] numbers = lines.get(0).split(" ");
      double seconds = Long.parseLong(numbers[1]) / 1e6 / 8;
      table.figure(
          "CPU per GiB of 8, -Xmx32m -XX:MaxDirectMemorySize=4m", "s", new double[] {seconds});
    }
    Files.delete(file);
  }

  private void smallFiles() throws Exception {
    try (Store store = new Store("--hashing=off", "--keep-requests=0")) {
      Turn[][] turns = after(WARM_UP_OF_MANY, store, rounds, files(FILES), "facade", "okhttp");
      compare("time, 10,000 files of 4 KB", turns, "okhttp, 8 threads", 1, Turn::micros, "1.10");
      compare("CPU, 10,000 files of 4 KB", turns, "okhttp, 8 threads", 1, Turn::cpu, "");
    }
  }

  private void waits() throws Exception {
    for (int millis : new int[] {20, 100}) {
      try (Store store =
          new Store("--hashing=off", "--keep-requests=0", "--answer-delay=" + millis)) {
        Turn[] turns = probed(store, 1, files(FILES), "facade")[0];
        double ideal = FILES * millis * 1000.0 / Uploader.PARALLELISM;
        table.row(
            "the same, " + millis + " ms to each answer",
            "files ÷ 8 × wait",
            new double[] {turns[0].micros() / ideal},
            "1.20");
      }
    }
  }

  private void shaped() throws Exception {
    try (Store store =
        new Store("--hashing=off", "--keep-requests=0", "--answer-delay=50", "--rate=25000000")) {
      double ideal = GIB * 1e6 / (25e6 * Uploader.PARALLELISM);
      double[] ratios =
          Arrays.stream(turns(store, rounds, file(GIB), "facade")[0])
              .mapToDouble(turn -> turn.micros() / ideal)
              .toArray();
      table.row(
          "time, 1 GiB, 50 ms to each answer, 25 MB/s a connection",
          "size ÷ (rate × 8)",
          ratios,
          "1.15");
    }
  }

  private void busy() throws Exception {
    try (Store store =
        new Store(
            "--hashing=off",
            "--keep-requests=0",
            "--answer-delay=50",
            "--rate=25000000",
            "--max-requests=4")) {
      Turn[][] turns = probed(store, rounds, file(GIB), "facade", "facade-4");
      compare("a store that answers 503 above 4", turns, "parallelism 4", 1, Turn::micros, "1.25");
    }
  }

  private void resumed() throws Exception {
    Path file = file(GIB / 4);
    try (Store store = new Store("--hashing=off", "--keep-requests=0")) {
      until(store, file, Files.size(file));
      long bytes = store.ask("bytes");
      long requests = store.ask("requests");
      until(store, file, Long.MAX_VALUE);
      String name = "all parts there, killed before the commit, called again: ";
      table.figure(name + "bytes sent", "", new double[] {store.ask("bytes") - bytes});
      table.figure(
          name + "requests (at most 5)", "", new double[] {store.ask("requests") - requests});
    }
  }

  private void killed() throws Exception {
    Path file = file(64 * MIB);
    try (Store store = new Store("--hashing=off", "--keep-requests=0", "--rate-in-all=1250000")) {
      Process probe = start(List.of(), store, "until", file, "" + Long.MAX_VALUE);
      while (store.ask("bytes") < 32 * MIB) {
        Thread.sleep(50);
      }
      probe.destroyForcibly().waitFor();
      until(store, file, Long.MAX_VALUE);
      double[] ratio = {store.ask("bytes") / (64.0 * MIB)};
      table.row("sent, 64 MiB at 10 Mbit/s, killed at half", "the file", ratio, "1.15");
    }
  }

  private void heap() throws Exception {
    try (Store store = new Store("--hashing=off", "--keep-requests=0")) {
      List<String> lines = probe(List.of(), store, "heap", file(64 * MIB));
      double[] ratio = {Double.parseDouble(lines.get(1)) / Double.parseDouble(lines.get(0))};
      table.row("heap after 100 uploads", "after 10", ratio, "about 1");
    }
  }

  private void until(Store store, Path file, long bytes) throws Exception {
    probe(List.of(), store, "until", file, "" + bytes);
  }

  private void compare(
      String measured,
      Turn[][] turns,
      String against,
      int other,
      ToDoubleFunction<Turn> figure,
      String toReach) {
    double[] ratios = new double[turns[0].length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] =
          figure.applyAsDouble(turns[0][round]) / figure.applyAsDouble(turns[other][round]);
    }
    table.row(measured, against, ratios, toReach);
  }

  private Turn[][] turns(Store store, int rounds, Path source, String... kinds) throws Exception {
    return after(WARM_UP, store, rounds, source, kinds);
  }

  /** As {@link #probed}, after rounds in which the JVM gets warm. */
  private Turn[][] after(int warmUp, Store store, int rounds, Path source, String... kinds)
      throws Exception {
    Turn[][] all = probed(store, warmUp + rounds, source, kinds);
    for (int kind = 0; kind < all.length; kind++) {
      all[kind] = Arrays.copyOfRange(all[kind], warmUp, all[kind].length);
    }
    return all;
  }

  private Turn[][] probed(Store store, int rounds, Path source, String... kinds) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("" + rounds));
    arguments.addAll(List.of(kinds));
    List<String> lines = probe(List.of(), store, "turns", source, arguments.toArray(String[]::new));
    Turn[][] turns = new Turn[kinds.length][rounds];
    for (int i = 0; i < lines.size(); i++) {
      String[] numbers = lines.get(i).split(" ");
      System.err.println("uploads: " + kinds[i % kinds.length] + " " + lines.get(i));
      turns[i % kinds.length][i / kinds.length] =
          new Turn(
              Double.parseDouble(numbers[0]),
              Double.parseDouble(numbers[1]),
              Double.parseDouble(numbers[2]));
    }
    return turns;
  }

  private Process start(
      List<String> options, Store store, String what, Path source, String... arguments)
      throws IOException {
    List<String> all =
        new ArrayList<>(List.of(what, store.endpoint(), store.certificate(), source.toString()));
    all.addAll(List.of(arguments));
    return Processes.java(options, UploadProbe.class, all);
  }

  private List<String> probe(
      List<String> options, Store store, String what, Path source, String... arguments)
      throws Exception {
    Process probe = start(options, store, what, source, arguments);
    List<String> lines = Processes.reader(probe).lines().toList();
    if (probe.waitFor() != 0) {
      throw new IOException("the probe " + what + " ended with " + probe.exitValue());
    }
    return lines;
  }

  /** A file in the page cache; one above 1 GiB has nothing in it. */
  private Path file(long size) throws IOException {
    Path file = folder.resolve(size + ".bin");
    if (!Files.exists(file)) {
      if (size > GIB) {
        try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength(size);
        }
      } else {
        byte[] piece = new byte[(int) MIB];
        new Random(size).nextBytes(piece);
        try (OutputStream out = Files.newOutputStream(file)) {
          for (long written = 0; written < size; written += piece.length) {
            out.write(piece);
          }
        }
      }
    }
    return file;
  }

  private Path files(int count) throws IOException {
    Path root = folder.resolve("package");
    if (!Files.exists(root)) {
      byte[] content = new byte[4096];
      for (int i = 0; i < count; i++) {
        Path in = Files.createDirectories(root.resolve("folder" + i % FOLDERS));
        Files.write(in.resolve("file" + i), content);
      }
    }
    return root;
  }

  /** The fake image store, in a process of its own. */
  private final class Store implements AutoCloseable {
    private final Process process;
    private final java.io.BufferedReader out;
    private final java.io.Writer in;
    private final String endpoint;
    private final String certificate;

    Store(String... options) throws IOException {
      process = Processes.java(List.of(), FakeImageStoreMain.class, List.of(options));
      out = Processes.reader(process);
      in = process.outputWriter();
      endpoint = out.readLine();
      StringBuilder pem = new StringBuilder();
      for (String line = out.readLine(); !line.equals("ready"); line = out.readLine()) {
        pem.append(line).append('\n');
      }
      certificate =
          pem.isEmpty() ? "" : Files.writeString(folder.resolve("store.pem"), pem).toString();
    }

    String endpoint() {
      return endpoint;
    }

    String certificate() {
      return certificate;
    }

    long ask(String question) throws IOException {
      in.write(question + "\n");
      in.flush();
      return Long.parseLong(out.readLine());
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
