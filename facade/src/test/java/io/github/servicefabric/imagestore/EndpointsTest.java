package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final FakeImageStore first = FakeImageStore.start();
  private final FakeImageStore second = FakeImageStore.start();
  private final TestTiming timing = new TestTiming();
  private final List<String> tried = new ArrayList<>();

  EndpointsTest() {
    timing.random(0);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private ImageStoreClient.Builder client(String... endpoints) {
    return ImageStoreClient.builder()
        .endpoints(endpoints)
        .attemptListener(event -> tried.add(event.endpoint()))
        .timing(timing);
  }

  private static String down() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return url(socket);
    }
  }

  private static String url(ServerSocket socket) {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whereTheFirstIsDownTheNextIsTried(Style style) throws IOException {
    String down = down();
    UUID id = second.openSession();
    try (ImageStoreClient client = client(down, second.endpoint()).build()) {
      style.commit(client, id);
    }
    assertThat(second.isCommitted(id)).isTrue();
    assertThat(tried).containsExactly(down + "/", second.endpoint() + "/");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whereAllAreDownNothingWasReached(Style style) throws IOException {
    String a = down();
    String b = down();
    try (ImageStoreClient client = client(a, b).build()) {
      var failure =
          catchThrowableOfType(
              ImageStoreUnreachableException.class, () -> style.commit(client, UUID.randomUUID()));
      assertThat(failure.attempts()).isEqualTo(3);
      assertThat(failure.getSuppressed()).hasSize(2);
    }
    assertThat(tried).containsExactly(a + "/", b + "/", a + "/");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whereOneHangsInConnectTheNextIsTried(Style style) throws IOException {
    UUID id = second.openSession();
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK);
        Crowd crowd = new Crowd(full);
        ImageStoreClient client =
            client(url(full), second.endpoint()).httpClient(impatientWith(full)).build()) {
      style.commit(client, id);
      assertThat(crowd.waiting).isNotEmpty();
      assertThat(tried).containsExactly(url(full) + "/", second.endpoint() + "/");
    }
    assertThat(second.isCommitted(id)).isTrue();
  }

  /** The other endpoint may take its time, as on a busy machine. */
  private static OkHttpClient impatientWith(ServerSocket full) {
    return new OkHttpClient.Builder()
        .addInterceptor(
            chain ->
                chain.request().url().port() == full.getLocalPort()
                    ? chain.withConnectTimeout(150, TimeUnit.MILLISECONDS).proceed(chain.request())
                    : chain.proceed(chain.request()))
        .build();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void a502Or503GoesOnToTheNext(Style style) {
    UUID id = first.openSession();
    first.enqueue(Fault.page(503));
    second.enqueue(Fault.error(502, "FABRIC_E_GATEWAY_NOT_REACHABLE", Work.NEVER));
    try (ImageStoreClient client = client(first.endpoint(), second.endpoint()).build()) {
      style.commit(client, id);
    }
    assertThat(first.isCommitted(id)).isTrue();
    assertThat(tried)
        .containsExactly(first.endpoint() + "/", second.endpoint() + "/", first.endpoint() + "/");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whileItsEndpointWorksACallStaysThere(Style style) {
    UUID id = first.openSession();
    first.enqueue(Fault.error(504, "FABRIC_E_TIMEOUT", Work.NEVER));
    first.enqueue(Fault.lostAnswer(Work.NEVER));
    try (ImageStoreClient client = client(first.endpoint(), second.endpoint()).build()) {
      style.commit(client, id);
    }
    assertThat(first.isCommitted(id)).isTrue();
    assertThat(second.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void afterOneVanishedInMidAnswerTheNextSettlesIt(Style style) throws Exception {
    UUID id = second.openSession();
    try (VanishingGateway vanishing = new VanishingGateway();
        ImageStoreClient client = client(vanishing.url(), second.endpoint()).build()) {
      style.commit(client, id);
      vanishing.awaitEnd();
      assertThat(tried)
          .containsExactly(vanishing.url() + "/", vanishing.url() + "/", second.endpoint() + "/");
    }
    assertThat(second.isCommitted(id)).isTrue();
  }

  /** The one that vanished may have done the work: a refusal by another proves nothing. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void afterOneVanishedInMidAnswerARefusalElsewhereSettlesNothing(Style style) throws Exception {
    try (VanishingGateway vanishing = new VanishingGateway();
        ImageStoreClient client = client(vanishing.url(), second.endpoint()).build()) {
      var unknown =
          catchThrowableOfType(
              OutcomeUnknownException.class, () -> style.commit(client, UUID.randomUUID()));
      assertThat(unknown.attempts()).isEqualTo(3);
      assertThat(unknown).hasMessageContaining("HTTP 400 E_INVALIDARG");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aRefusalAfterAnEndpointThatIsDownIsARefusal(Style style) throws IOException {
    try (ImageStoreClient client = client(down(), second.endpoint()).build()) {
      var refused =
          catchThrowableOfType(
              FabricErrorException.class, () -> style.commit(client, UUID.randomUUID()));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.attempts()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void callsStartAtARandomEndpoint(Style style) {
    try (FakeImageStore third = FakeImageStore.start();
        ImageStoreClient client =
            client(first.endpoint(), second.endpoint(), third.endpoint()).build()) {
      List<FakeImageStore> stores = List.of(first, second, third);
      double[] starts = {0, 0.33, 0.34, 0.66, 0.67, 0.999};
      for (int i = 0; i < starts.length; i++) {
        timing.random(starts[i]);
        FakeImageStore store = stores.get(i / 2);
        style.commit(client, store.openSession());
      }
      assertThat(stores).allMatch(store -> store.requests().size() == 2);
    }
  }

  @Test
  void equalEndpointsCountOnce() throws IOException {
    String down = down();
    String upper = down.replace("http", "HTTP") + "/";
    try (ImageStoreClient client = client(down, upper, second.endpoint()).build()) {
      client.commitUploadSession(second.openSession());
    }
    assertThat(tried).containsExactly(down + "/", second.endpoint() + "/");
  }

  @Test
  void httpAndHttpsAreNotMixed() {
    assertThatThrownBy(() -> client("http://a:19080", "https://b:19080"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "endpoints must be all http or all https, but were [http://a:19080/, https://b:19080/]");
    assertThatThrownBy(() -> client())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("endpoints must have one endpoint or more");
  }

  /** Connections that fill the queue of a server that accepts none, so that others hang. */
  private static final class Crowd implements AutoCloseable {
    private final List<SocketChannel> waiting = new ArrayList<>();

    Crowd(ServerSocket server) throws IOException {
      for (int i = 0; i < 4; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(server.getLocalSocketAddress());
        waiting.add(channel);
      }
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }
}
