package io.github.servicefabric.imagestore.benchmark;

import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.ServerTrust;
import io.github.servicefabric.imagestore.UploadListener;
import io.github.servicefabric.imagestore.UploadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/** The same file, or the same files of a folder, sent by this library and by others. */
interface Uploader {
  /** How many requests this library has under way at once, unless told otherwise. */
  int PARALLELISM = 8;

  void upload(Path source, String storePath) throws Exception;

  /**
   * Makes one of the contestants.
   *
   * @param kind facade, facade-4 (its parallelism), facade-listened, okhttp, java-net, copy (by 64
   *     KiB to a socket) or transfer
   * @param certificate what to trust, empty for plain http
   */
  static Uploader of(String kind, String endpoint, String certificate) throws Exception {
    UploadOptions.Builder options = UploadOptions.builder();
    return switch (kind) {
      case "facade" -> facade(endpoint, certificate, options.build());
      case "facade-4" -> facade(endpoint, certificate, options.parallelism(4).build());
      case "facade-listened" -> facade(endpoint, certificate, options.listener(listener()).build());
      case "okhttp" -> okhttp(endpoint, certificate);
      case "java-net" -> javaNet(endpoint);
      case "copy" -> (file, path) -> raw(endpoint, file, path, false);
      case "transfer" -> (file, path) -> raw(endpoint, file, path, true);
      default -> throw new IllegalArgumentException("no contestant " + kind);
    };
  }

  private static UploadListener listener() {
    return progress -> {
      if (progress.bytesTotal() < 0) {
        throw new IllegalStateException();
      }
    };
  }

  private static Uploader facade(String endpoint, String certificate, UploadOptions options) {
    var builder = ImageStoreClient.builder().endpoint(endpoint);
    if (!certificate.isEmpty()) {
      builder.serverTrust(ServerTrust.certificateAuthorities(Path.of(certificate)));
    }
    ImageStoreClient client = builder.build();
    return (source, path) -> {
      if (Files.isDirectory(source)) {
        client.uploadPackage(source, path, options);
      } else {
        client.upload(source, path, options);
      }
    };
  }

  private static URI uri(String endpoint, String storePath) {
    return URI.create(endpoint + "/ImageStore/" + storePath + "?api-version=6.0&timeout=60");
  }

  private static Uploader okhttp(String endpoint, String certificate) throws Exception {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    if (!certificate.isEmpty()) {
      HandshakeCertificates trust =
          new HandshakeCertificates.Builder()
              .addTrustedCertificate(
                  Certificates.decodeCertificatePem(Files.readString(Path.of(certificate))))
              .build();
      builder.sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
    }
    OkHttpClient client =
        builder
            .connectionPool(
                new okhttp3.ConnectionPool(PARALLELISM, 5, java.util.concurrent.TimeUnit.MINUTES))
            .build();
    return (source, storePath) ->
        each(
            source,
            storePath,
            (file, path) -> {
              Request request =
                  new Request.Builder()
                      .url(uri(endpoint, path).toString())
                      .put(RequestBody.create(file.toFile(), null))
                      .build();
              try (Response response = client.newCall(request).execute()) {
                checked(response.code());
              }
            });
  }

  private static Uploader javaNet(String endpoint) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return (file, path) -> {
      HttpRequest request =
          HttpRequest.newBuilder(uri(endpoint, path))
              .PUT(HttpRequest.BodyPublishers.ofFile(file))
              .build();
      checked(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    };
  }

  private static void checked(int status) throws IOException {
    if (status != 200) {
      throw new IOException("answered " + status);
    }
  }

  /** One file as it is, or all files of a folder by as many threads as this library has. */
  private static void each(Path source, String storePath, Uploader one) throws Exception {
    if (!Files.isDirectory(source)) {
      one.upload(source, storePath);
      return;
    }
    List<Callable<Void>> uploads = new ArrayList<>();
    try (Stream<Path> files = Files.walk(source)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file ->
                  uploads.add(
                      () -> {
                        one.upload(file, storePath + "/" + source.relativize(file));
                        return null;
                      }));
    }
    ExecutorService threads = Executors.newFixedThreadPool(PARALLELISM);
    try {
      for (Future<Void> done : threads.invokeAll(uploads)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void raw(String endpoint, Path file, String path, boolean transfer)
      throws IOException {
    URI uri = uri(endpoint, path);
    try (FileChannel from = FileChannel.open(file);
        SocketChannel to =
            SocketChannel.open(new java.net.InetSocketAddress(uri.getHost(), uri.getPort()))) {
      String head =
          "PUT "
              + uri.getRawPath()
              + "?"
              + uri.getRawQuery()
              + " HTTP/1.1\r\nHost: "
              + uri.getAuthority()
              + "\r\nContent-Length: "
              + from.size()
              + "\r\n\r\n";
      Socket socket = to.socket();
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      if (transfer) {
        for (long sent = 0; sent < from.size(); ) {
          sent += from.transferTo(sent, from.size() - sent, to);
        }
      } else {
        byte[] piece = new byte[64 * 1024];
        InputStream in = Channels.newInputStream(from);
        for (int read = in.read(piece); read > 0; read = in.read(piece)) {
          out.write(piece, 0, read);
        }
      }
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      checked(new String(status, StandardCharsets.US_ASCII).endsWith(" 200") ? 200 : 0);
    }
  }
}
