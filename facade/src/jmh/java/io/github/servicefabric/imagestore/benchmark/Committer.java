package io.github.servicefabric.imagestore.benchmark;

import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.ServerTrust;
import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import retrofit2.Retrofit;

/** The same commit through this library and through what it is measured against. */
interface Committer extends AutoCloseable {
  UUID SESSION = UUID.fromString("b1b3a6ee-94f7-44bd-bd6c-b3a9a5c5cd0e");

  /** Returns something of the answer, so that reading it is not optimized away. */
  Object commit() throws IOException, InterruptedException;

  CompletableFuture<?> commitAsync();

  /** Leaves no connection behind, where it can. */
  @Override
  void close();

  /**
   * Makes one of the contestants.
   *
   * @param kind facade, okhttp, okhttp-open (its dispatcher and pool opened to 256), retrofit or
   *     java-net
   * @param certificate what to trust, empty for plain http
   */
  static Committer of(String kind, String endpoint, String certificate) throws Exception {
    return switch (kind) {
      case "facade" -> facade(endpoint, certificate);
      case "okhttp" -> okhttp(trusting(new OkHttpClient.Builder(), certificate).build(), endpoint);
      case "okhttp-open" -> okhttp(opened(certificate), endpoint);
      case "retrofit" -> retrofit(endpoint);
      case "java-net" -> javaNet(endpoint);
      default -> throw new IllegalArgumentException("no contestant " + kind);
    };
  }

  private static String url(String endpoint) {
    return endpoint
        + "/ImageStore/$/CommitUploadSession?api-version=6.0&session-id="
        + SESSION
        + "&timeout=60";
  }

  private static OkHttpClient.Builder trusting(OkHttpClient.Builder builder, String certificate)
      throws Exception {
    if (certificate.isEmpty()) {
      return builder;
    }
    String pem = java.nio.file.Files.readString(Path.of(certificate));
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(okhttp3.tls.Certificates.decodeCertificatePem(pem))
            .build();
    return builder.sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
  }

  private static OkHttpClient opened(String certificate) throws Exception {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(256);
    dispatcher.setMaxRequestsPerHost(256);
    ConnectionPool pool = new ConnectionPool(256, 5, java.util.concurrent.TimeUnit.MINUTES);
    return trusting(
            new OkHttpClient.Builder().dispatcher(dispatcher).connectionPool(pool), certificate)
        .build();
  }

  private static Committer facade(String endpoint, String certificate) {
    var builder = ImageStoreClient.builder().endpoint(endpoint);
    if (!certificate.isEmpty()) {
      builder.serverTrust(ServerTrust.certificateAuthorities(Path.of(certificate)));
    }
    ImageStoreClient client = builder.build();
    return new Committer() {
      @Override
      public Object commit() {
        try {
          client.commitUploadSession(SESSION);
          return 200;
        } catch (FabricErrorException e) {
          return e.code();
        }
      }

      @Override
      public CompletableFuture<?> commitAsync() {
        return client.async().commitUploadSession(SESSION);
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  private static Committer okhttp(OkHttpClient client, String endpoint) {
    String url = url(endpoint);
    return new Committer() {
      private Request request() {
        return new Request.Builder().url(url).post(RequestBody.create(new byte[0])).build();
      }

      @Override
      public Object commit() throws IOException {
        try (Response response = client.newCall(request()).execute()) {
          return response.code() == 200 ? 200 : response.body().string();
        }
      }

      @Override
      public CompletableFuture<?> commitAsync() {
        CompletableFuture<Object> done = new CompletableFuture<>();
        client
            .newCall(request())
            .enqueue(
                new Callback() {
                  @Override
                  public void onResponse(Call call, Response response) {
                    response.close();
                    done.complete(200);
                  }

                  @Override
                  public void onFailure(Call call, IOException e) {
                    done.completeExceptionally(e);
                  }
                });
        return done;
      }

      @Override
      public void close() {
        closed(client);
      }
    };
  }

  private static void closed(OkHttpClient client) {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private static Committer retrofit(String endpoint) {
    OkHttpClient client = new OkHttpClient();
    ImageStoreApi api =
        new Retrofit.Builder()
            .baseUrl(endpoint + "/")
            .client(client)
            .build()
            .create(ImageStoreApi.class);
    return new Committer() {
      @Override
      public Object commit() throws IOException {
        var response = api.commitImageStoreUploadSession("6.0", SESSION, 60L, null).execute();
        return response.code() == 200 ? 200 : response.errorBody().string();
      }

      @Override
      public CompletableFuture<?> commitAsync() {
        throw new UnsupportedOperationException("not measured");
      }

      @Override
      public void close() {
        closed(client);
      }
    };
  }

  private static Committer javaNet(String endpoint) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(endpoint)))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return new Committer() {
      @Override
      public Object commit() throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      }

      @Override
      public CompletableFuture<?> commitAsync() {
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
      }

      @Override
      public void close() {
        // It closes itself once nobody refers to it any more.
      }
    };
  }
}
