package io.github.servicefabric.imagestore.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.internal.http.Attempt;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.HttpStack;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.internal.http.SystemTiming;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A given client's listener may wait for the failure of a call whose end it was told of. */
class CancelledListenerTest {
  private static final Duration LIMIT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final long SAFETY_NET_SECONDS = 60;
  private static final int MORE_THAN_SOCKETS_HOLD = 64 * 1024 * 1024;

  private final CountDownLatch failed = new CountDownLatch(1);
  private final CompletableFuture<Boolean> failedMeanwhile = new CompletableFuture<>();

  @ParameterizedTest
  @ValueSource(ints = {10, MORE_THAN_SOCKETS_HOLD})
  void aLimitOfOursHoldsNoLockMeanwhile(int size) throws Exception {
    boolean stalls = size == MORE_THAN_SOCKETS_HOLD;
    OkHttpClient given = new OkHttpClient.Builder().eventListener(new Waiting()).build();
    StorePath path = StorePath.of("storePath", "f");
    Operation<?> operation =
        Operations.uploadFile(path, new ByteSource.OfBytes(new byte[size], 0), size);
    // Takes connections and says nothing.
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      HttpUrl url = HttpUrl.get("http://127.0.0.1:" + server.getLocalPort() + "/");
      Attempt.Limits limits =
          new Attempt.Limits(stalls ? LONG : LIMIT, stalls ? LIMIT : LONG, null);
      HttpStack stack = HttpStack.on(given, new SystemTiming(), null, null, Runnable::run);
      Attempt attempt = OneAttempt.failing(operation, url, limits, stack);
      assertThat(attempt.stalled()).isEqualTo(stalls);
    }
    assertThat(failedMeanwhile.get(2 * SAFETY_NET_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private final class Waiting extends EventListener {
    @Override
    public void canceled(Call call) {
      try {
        failedMeanwhile.complete(failed.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void callFailed(Call call, IOException failure) {
      failed.countDown();
    }
  }
}
