package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import okhttp3.OkHttp;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a consumer who manages {@code okhttp} down to 4: its jar, no longer empty, comes
 * before {@code okhttp-jvm}, and its classes are the ones that are loaded.
 */
final class OlderOkHttpTest {
  @Test
  void theOlderOneIsInUse() throws ReflectiveOperationException {
    // Read at run time, for the compiler copies a constant.
    assertThat(OkHttp.class.getField("VERSION").get(null).toString()).startsWith("4.");
  }

  /** The client uses nothing of OkHttp that 4 lacks. */
  @Test
  void theClientStillCommits() throws IOException {
    assertThat(publishToServerAnswering(200)).isEqualTo("committed");
    assertThat(publishToServerAnswering(404)).isEqualTo("refused: 404 ");
  }

  @Test
  void theFakeStoreAnswers() {
    try (FakeImageStore store = FakeImageStore.start()) {
      UUID sessionId = store.openSession();
      assertThat(Publisher.publish(store.endpoint(), sessionId)).isEqualTo("committed");
      assertThat(store.isCommitted(sessionId)).isTrue();
    }
  }

  private static String publishToServerAnswering(int status) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(anyPort, 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      String host = server.getAddress().getAddress().getHostAddress();
      return Publisher.publish(
          "http://" + host + ':' + server.getAddress().getPort(), UUID.randomUUID());
    } finally {
      server.stop(0);
    }
  }
}
