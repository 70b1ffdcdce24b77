package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.UUID;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Requests that know nothing of our client; what comes back is the status and the body. */
final class PlainHttp implements AutoCloseable {
  private static final String VERSION = "api-version=6.0";

  private final FakeImageStore store;
  private final OkHttpClient http;

  PlainHttp(FakeImageStore store) {
    this(store, patient().retryOnConnectionFailure(false).build());
  }

  /** Without any limit in time: what hangs ends with its store, or its test. */
  static OkHttpClient.Builder patient() {
    return new OkHttpClient.Builder()
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO);
  }

  PlainHttp(FakeImageStore store, OkHttpClient http) {
    this.store = store;
    this.http = http;
  }

  /** What the gateway says where it refuses something and has no words for it. */
  static String error(int status, String code) {
    return status + " {\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"Null\"}}";
  }

  String get(String path) throws IOException {
    return send("GET", path, null);
  }

  String delete(String path) throws IOException {
    return send("DELETE", path, null);
  }

  String post(String path, String body) throws IOException {
    return send("POST", path, RequestBody.create(body.getBytes(ISO_8859_1)));
  }

  String put(String path, byte[] body) throws IOException {
    return send("PUT", path, RequestBody.create(body));
  }

  String chunk(String path, UUID session, String range, byte[] body) throws IOException {
    Request request =
        request("PUT", path + "/$/UploadChunk?session-id=" + session, RequestBody.create(body))
            .header("Content-Range", range)
            .build();
    return send(request);
  }

  String session(UUID session) throws IOException {
    return get("/$/GetUploadSession?session-id=" + session);
  }

  String commit(UUID session) throws IOException {
    return post("/$/CommitUploadSession?session-id=" + session, "");
  }

  String deleteSession(UUID session) throws IOException {
    return delete("/$/DeleteUploadSession?session-id=" + session);
  }

  String send(String method, String path, @Nullable RequestBody body) throws IOException {
    return send(request(method, path, body).build());
  }

  /** A request to a path below {@code /ImageStore}; the api-version is added where it lacks. */
  Request.Builder request(String method, String path, @Nullable RequestBody body) {
    String version = path.contains("api-version") ? "" : (path.contains("?") ? "&" : "?") + VERSION;
    return new Request.Builder()
        .url(store.endpoint() + "/ImageStore" + path + version)
        .method(method, body);
  }

  String send(Request request) throws IOException {
    try (Response response = http.newCall(request).execute()) {
      return (response.code() + " " + response.body().string()).strip();
    }
  }

  /** The first line of what comes back for these bytes, after which nothing more is sent. */
  String raw(String request) throws IOException {
    int port = Integer.parseInt(store.endpoint().substring("http://127.0.0.1:".length()));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      StringBuilder line = new StringBuilder();
      for (int c = socket.getInputStream().read(); c != '\r' && c >= 0; ) {
        line.append((char) c);
        c = socket.getInputStream().read();
      }
      return line.toString();
    }
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
  }
}
