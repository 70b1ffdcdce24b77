package io.github.servicefabric.imagestore.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The server's process, and those of the probes. */
final class Processes implements AutoCloseable {
  /** What a probe printed, and its life from start to end in microseconds. */
  record Result(long[] numbers, long wallMicros) {}

  private final Process server;
  private final String plain;
  private final String secure;
  private final Path certificate;
  private int questions;

  Processes() throws IOException {
    server = java(WireServer.class, List.of());
    BufferedReader out = reader(server);
    String[] ports = out.readLine().split(" ");
    plain = "http://127.0.0.1:" + ports[0];
    secure = "https://127.0.0.1:" + ports[1];
    StringBuilder pem = new StringBuilder();
    for (String line = out.readLine(); !line.equals("ready"); line = out.readLine()) {
      pem.append(line).append('\n');
    }
    certificate = Files.createTempFile("benchmark", ".pem");
    Files.writeString(certificate, pem);
  }

  String plain() {
    return plain;
  }

  Result probe(String what, String kind, String path, boolean tls)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    String endpoint = (tls ? secure : plain) + path;
    Process probe =
        java(Probe.class, List.of(what, kind, endpoint, tls ? certificate.toString() : ""));
    String line = reader(probe).readLine();
    int status = probe.waitFor();
    long wall = (System.nanoTime() - start) / 1000;
    if (status != 0 || line == null) {
      throw new IOException("the probe " + what + " of " + kind + " ended with " + status);
    }
    return new Result(Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray(), wall);
  }

  /** How many connections the server has seen, those of this question left out. */
  int connections() throws IOException {
    URI server = URI.create(plain);
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      questions++;
      socket
          .getOutputStream()
          .write("GET /connections HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Integer.parseInt(answer.substring(answer.lastIndexOf('\n') + 1)) - questions;
    }
  }

  private static Process java(Class<?> main, List<String> arguments) throws IOException {
    return java(List.of(), main, arguments);
  }

  static Process java(List<String> options, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.destroy();
    Files.delete(certificate);
  }
}
