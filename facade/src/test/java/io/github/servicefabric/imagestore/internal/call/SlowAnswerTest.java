package io.github.servicefabric.imagestore.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.internal.http.Attempt;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.HttpStack;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.internal.http.SystemTiming;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer of which a byte comes now and then: its limit is one for all of it. */
class SlowAnswerTest {
  private static final Duration LIMIT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsGivenUp(boolean body) {
    StorePath path = StorePath.of("storePath", "f");
    Operation<?> operation =
        body
            ? Operations.uploadFile(path, new ByteSource.OfBytes(new byte[10], 0), 10)
            : Operations.content(path);
    try (FakeImageStore store = FakeImageStore.start()) {
      // A limit of each read would never be met.
      store.limits().answerBytesPerSecond(20);
      HttpUrl url = HttpUrl.get(store.endpoint() + "/");
      Attempt.Limits limits = new Attempt.Limits(LIMIT, body ? LONG : null, null);
      HttpStack stack =
          HttpStack.own(List.of(url), 1, new SystemTiming(), null, null, Runnable::run);
      Attempt attempt = OneAttempt.failing(operation, url, limits, stack);
      assertThat(attempt.outOfTime()).isEqualTo(body);
    }
  }
}
