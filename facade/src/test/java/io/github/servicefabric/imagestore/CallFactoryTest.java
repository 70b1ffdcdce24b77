package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.servicefabric.imagestore.generated.Json;
import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import io.github.servicefabric.imagestore.generated.model.ImageStoreContent;
import io.github.servicefabric.imagestore.testing.ClientAccess;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.moshi.MoshiConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.POST;

/** Operations that the facade does not wrap, on the connections of a client. */
class CallFactoryTest {
  @Test
  void aGeneratedInterfaceIsSecuredAsTheClientIs(@TempDir Path folder) throws Exception {
    try (FakeImageStore store = FakeImageStore.startSecure(ClientAccess.bearerToken("secret"));
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(store.endpoint())
                .serverTrust(ServerTrust.certificateAuthorities(store.certificates().serverPem()))
                .credentials(ClientCredentials.bearerToken(refused -> "secret"))
                .build()) {
      client.upload(Files.write(folder.resolve("a"), new byte[3]), "a");
      ImageStoreApi api =
          new Retrofit.Builder()
              .baseUrl(store.endpoint())
              .callFactory(client.callFactory())
              .addConverterFactory(MoshiConverterFactory.create(Json.moshi()))
              .build()
              .create(ImageStoreApi.class);
      retrofit2.Response<ImageStoreContent> answer =
          api.getImageStoreRootContent("6.0", null, 60L, null).execute();
      assertThat(answer.body().getStoreFiles()).hasSize(1);
    }
  }

  /** The README's example of an operation that the facade lacks. */
  interface ApplicationTypesApi {
    @POST("ApplicationTypes/$/Provision?api-version=6.2")
    Call<Void> provision(@Body Map<String, Object> what);
  }

  @Test
  void anInterfaceOfOnesOwnIsSentAsItSays() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(new MockResponse.Builder().build());
      server.start(InetAddress.getByName("127.0.0.1"), 0);
      String endpoint = "http://127.0.0.1:" + server.getPort();
      try (ImageStoreClient client = ImageStoreClient.create(endpoint)) {
        Retrofit.Builder retrofit =
            new Retrofit.Builder().baseUrl(endpoint).callFactory(client.callFactory());
        retrofit.addConverterFactory(MoshiConverterFactory.create(Json.moshi()));
        ApplicationTypesApi api = retrofit.build().create(ApplicationTypesApi.class);
        assertThat(api.provision(Map.of("Async", false)).execute().code()).isEqualTo(200);
      }
      RecordedRequest sent = server.takeRequest();
      assertThat(sent.getRequestLine())
          .isEqualTo("POST /ApplicationTypes/$/Provision?api-version=6.2 HTTP/1.1");
      assertThat(sent.getBody().utf8()).isEqualTo("{\"Async\":false}");
    }
  }

  @Test
  void anAnswerComesAsItWasSentAndOnce() throws Exception {
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
      String body = "x".repeat(200_000);
      store.enqueue(Fault.reply(Reply.of(503).header("Retry-After", "0").body(body), Work.NEVER));
      Request request = new Request.Builder().url(store.endpoint() + "/ImageStore").build();
      try (Response answer = client.callFactory().newCall(request).execute()) {
        assertThat(answer.code()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("0");
        assertThat(answer.body().string()).isEqualTo(body);
      }
      assertThat(store.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void anotherServerIsNotAskedAndNoneOnceTheClientIsClosed() {
    ImageStoreClient client = ImageStoreClient.create("http://127.0.0.1:1");
    Request elsewhere = new Request.Builder().url("http://127.0.0.1:2/").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.callFactory().newCall(elsewhere))
        .withMessageContaining("http://127.0.0.1:2");
    client.close();
    Request here = new Request.Builder().url("http://127.0.0.1:1/").build();
    assertThatIllegalStateException().isThrownBy(() -> client.callFactory().newCall(here));
  }
}
