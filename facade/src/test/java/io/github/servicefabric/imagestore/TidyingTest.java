package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions are deleted at the end of an upload: whatever comes of that, its result is the same. */
class TidyingTest {
  private static final long SAFETY_NET_SECONDS = 300;
  private static final int FILES = 12;

  private final FakeImageStore store = FakeImageStore.start();
  private final TestTiming timing = new TestTiming();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final List<Duration> limits = new CopyOnWriteArrayList<>();
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .addInterceptor(
              chain -> {
                if (chain.request().method().equals("DELETE")) {
                  limits.add(Duration.ofNanos(chain.call().timeout().timeoutNanos()));
                }
                return chain.proceed(chain.request());
              })
          .build();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(http).timing(timing).build();

  @TempDir Path folder;
  private Leftovers leftovers;

  @BeforeEach
  void write() throws IOException {
    for (int i = 0; i < FILES; i++) {
      TestFiles.write(folder.resolve("f" + i), MIB + 1, i);
    }
    leftovers = new Leftovers(http, folder);
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  private static UploadOptions.Builder options() {
    return UploadOptions.builder().partSize(MIB).parallelism(3);
  }

  private static boolean isDeletion(SeenRequest request) {
    return request.asksFor(StoreOperation.DELETE_SESSION);
  }

  private long deletions() {
    return store.requests().stream().filter(TidyingTest::isDeletion).count();
  }

  private void isWhole(@Nullable PackageResult result) throws IOException {
    assertThat(result.files()).hasSize(FILES).allMatch(UploadResult::verified);
    for (UploadResult file : result.files()) {
      assertThat(store.content(file.storePath()).orElseThrow().matches(file.file())).isTrue();
    }
    leftovers.awaitNone();
  }

  enum Refusal {
    FORBIDDEN(Fault.error(403, "E_ACCESSDENIED", Work.NEVER)),
    BROKEN(Fault.error(500, "0x80070070", Work.NEVER)),
    BUSY(Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER)),
    UNKNOWN(Fault.notFound()),
    PAGE(Fault.page(503)),
    LOST(Fault.lostAnswer(Work.NEVER));

    private final Fault fault;

    Refusal(Fault fault) {
      this.fault = fault;
    }
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void whatIsRefusedIsLeftAfterOneAttempt(Refusal refusal) throws Exception {
    store.faultsFrom(request -> isDeletion(request) ? refusal.fault : Fault.none());
    isWhole(client.uploadPackage(folder, "App", options().build()));
    assertThat(deletions()).isEqualTo(FILES);
    assertThat(timing.pauses()).isEmpty();
    assertThat(limits)
        .as("in all, by a clock that stands still")
        .containsOnly(Duration.ofSeconds(5));
  }

  @Test
  void aClusterThatIsGoneByThenChangesNothing() throws Exception {
    store.faultsFrom(
        request -> {
          if (isDeletion(request)) {
            store.close();
          }
          return Fault.none();
        });
    isWhole(client.uploadPackage(folder, "App", options().build()));
  }

  private void hang() {
    store.faultsFrom(
        request -> {
          if (!isDeletion(request)) {
            return Fault.none();
          }
          hanging.countDown();
          return Fault.noAnswer(Work.NEVER);
        });
  }

  /** The real clock: the HTTP stack knows no other. */
  @Test
  void whereNothingIsAnsweredAllOfThemHaveOneLimit() throws Exception {
    hang();
    PackageResult result =
        GrowingLimit.until(
            outcome -> outcome != null && hanging.getCount() == 0,
            limit -> {
              try (ImageStoreClient real =
                  ImageStoreClient.builder()
                      .endpoint(store.endpoint())
                      .httpClient(http)
                      .timing(new NoPauses())
                      .build()) {
                return real.uploadPackage(
                    folder, "App", options().replaceExisting(true).deadline(limit).build());
              } catch (ImageStoreException e) {
                return null;
              }
            });
    isWhole(result);
    assertThat(limits).allMatch(limit -> limit.compareTo(Duration.ofSeconds(5)) <= 0);
    // Those that were under way when the limit was over, and none after them.
    assertThat(deletions()).isLessThanOrEqualTo(3);
  }

  @Test
  void theDeadlineEndsIt() throws Exception {
    hang();
    CompletableFuture<PackageResult> call =
        client
            .async()
            .uploadPackage(folder, "App", options().deadline(Duration.ofMinutes(1)).build());
    assertThat(hanging.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).isTrue();
    timing.pass(Duration.ofMinutes(1));
    isWhole(call.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void anInterruptEndsItAndIsKeptForTheCaller() throws Exception {
    hang();
    AtomicReference<PackageResult> result = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              result.set(client.uploadPackage(folder, "App", options().build()));
              flag.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertThat(hanging.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join();
    isWhole(result.get());
    assertThat(flag).isTrue();
  }

  @Test
  void cancellingEndsIt() throws Exception {
    hang();
    var call = client.async().uploadPackage(folder, "App", options().build());
    assertThat(hanging.await(SAFETY_NET_SECONDS, TimeUnit.SECONDS)).isTrue();
    call.cancel(true);
    leftovers.awaitNone();
    assertThat(store.paths()).hasSize(FILES + 1);
    client.close();
    leftovers.awaitNoThread();
    // After the limit of one, which the clock does not know of, others would follow.
    assertThat(deletions()).isLessThanOrEqualTo(3);
  }
}
