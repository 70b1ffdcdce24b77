package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The openssl command: makes files, and runs a TLS server that no one here wrote. */
final class OpenSsl {
  private static final long LONGEST_SECONDS = 300;

  static final String PASSWORD = "s3cret-pass";

  private final Path folder;

  OpenSsl(Path folder) {
    this.folder = folder;
  }

  static boolean isInstalled() {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command line without quotes; its password is in the environment. */
  void run(String arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    if (process.waitFor() != 0) {
      throw new AssertionError("openssl " + arguments + " failed: " + output);
    }
  }

  private Process start(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PASSWORD", PASSWORD);
    return builder.start();
  }

  /** An authority, and a server and a client with its certificates, in PEM. */
  void makeCertificates() throws IOException, InterruptedException {
    String made = " -newkey rsa:2048 -nodes -days 2";
    run("req -x509 -keyout ca.key -out ca.pem -subj /CN=authority" + made);
    Certificates.write(folder.resolve("names"), "subjectAltName=IP:127.0.0.1\n");
    for (String name : List.of("server", "client")) {
      run("req -keyout " + name + ".key -out " + name + ".csr -subj /CN=" + name + made);
      run(
          "x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names"
              + (" -in " + name + ".csr -out " + name + ".pem"));
    }
  }

  Server server(String arguments) throws IOException {
    return new Server(
        start(
            "s_server -accept 127.0.0.1:0 -cert server.pem -key server.key -CAfile ca.pem "
                + arguments));
  }

  /** A server that shows what it reads, and sends what it is given to type. */
  static final class Server implements AutoCloseable {
    private final Process process;
    private final InputStream output;
    private final StringBuilder shown = new StringBuilder();

    private Server(Process process) {
      this.process = process;
      this.output = process.getInputStream();
      // Whoever waits for words that never come is let go, and told what came instead.
      CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS)
          .execute(process::destroy);
    }

    String endpoint() throws IOException {
      await("ACCEPT 127.0.0.1:");
      int port = shown.length();
      await("\n");
      return "https://127.0.0.1:" + shown.substring(port).strip();
    }

    /** Reads on until the words come, and no further. */
    void await(String words) throws IOException {
      int from = shown.length();
      while (shown.indexOf(words, from) < 0) {
        int next = output.read();
        if (next < 0) {
          throw new AssertionError("no \"" + words + "\" in what openssl showed: " + shown);
        }
        shown.append((char) next);
      }
    }

    void awaitRequest() throws IOException {
      await("POST /ImageStore/$/CommitUploadSession");
      await("Content-Length: 0");
      await("\r\n\r\n");
    }

    void type(String text) throws IOException {
      process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    }

    void answer(String status) throws IOException {
      type("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
