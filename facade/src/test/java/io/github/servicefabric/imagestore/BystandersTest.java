package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt closes the connection of its thread, so that no two calls may share one. */
class BystandersTest {
  private static final int CALLS = 12;
  private static final int INTERRUPTED = 4;

  /** No call ends by its own limit while the test waits for its end. */
  private static final CallOptions AN_HOUR =
      CallOptions.builder().timeout(Duration.ofHours(1)).build();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsNoCallButItsOwn(boolean given) throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (SecureGateway gateway = SecureGateway.trusted().speaking(Protocol.HTTP_2)) {
      gateway.holds(open);
      try (ImageStoreClient client = client(gateway, given)) {
        List<Caller> callers = new ArrayList<>();
        IntStream.range(0, CALLS).forEach(i -> callers.add(new Caller(client)));
        for (int i = 0; i < CALLS; i++) {
          gateway.awaitRequest();
        }
        callers.subList(0, INTERRUPTED).forEach(caller -> caller.thread.interrupt());
        for (Caller caller : callers.subList(0, INTERRUPTED)) {
          caller.join();
          assertThat(caller.failure).isInstanceOf(OutcomeUnknownException.class);
        }
        open.countDown();
        for (Caller caller : callers.subList(INTERRUPTED, CALLS)) {
          caller.join();
          assertThat(caller.failure).as("a bystander's").isNull();
        }
      }
      assertThat(gateway.requests())
          .as("none was tried again, and each had a connection of its own")
          .hasSize(CALLS)
          .extracting(RecordedRequest::getConnectionIndex)
          .doesNotHaveDuplicates();
    } finally {
      open.countDown();
    }
  }

  private static ImageStoreClient client(SecureGateway gateway, boolean given) throws IOException {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder()
            .endpoint(gateway.endpoint())
            .serverTrust(
                ServerTrust.certificateAuthorities(
                    new java.io.ByteArrayInputStream(
                        Certificates.AUTHORITY.certificatePem().getBytes())));
    return given ? builder.httpClient(new OkHttpClient()).build() : builder.build();
  }

  private static final class Caller {
    final Thread thread;
    volatile Throwable failure;

    Caller(ImageStoreClient client) {
      thread = new Thread(() -> commit(client), "caller");
      thread.setDaemon(true);
      thread.start();
    }

    private void commit(ImageStoreClient client) {
      try {
        client.commitUploadSession(UUID.randomUUID(), AN_HOUR);
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    void join() throws InterruptedException {
      thread.join(TimeUnit.SECONDS.toMillis(300));
      assertThat(thread.isAlive()).as("still committing").isFalse();
    }
  }
}
