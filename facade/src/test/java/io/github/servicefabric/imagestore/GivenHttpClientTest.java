package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken over from an OkHttp client that the caller brings along. */
class GivenHttpClientTest {
  @ParameterizedTest
  @EnumSource(Style.class)
  void itsProxyIsUsed(Style style) {
    try (FakeImageStore proxy = FakeImageStore.start()) {
      int port = Integer.parseInt(proxy.endpoint().substring("http://127.0.0.1:".length()));
      Proxy through = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port));
      OkHttpClient given = new OkHttpClient.Builder().proxy(through).build();
      UUID id = proxy.openSession();
      try (ImageStoreClient client =
          ImageStoreClient.builder()
              .endpoint("http://cluster.invalid:19080")
              .httpClient(given)
              .build()) {
        style.commit(client, id);
      }
      assertThat(proxy.requests())
          .singleElement()
          .extracting(SeenRequest::line)
          .asString()
          .startsWith("POST http://cluster.invalid:19080/ImageStore/$/CommitUploadSession?");
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void itsInterceptorsOfBothKindsAreUsed(Style style) {
    OkHttpClient given =
        new OkHttpClient.Builder()
            .addInterceptor(adding("X-Application", "yes"))
            .addNetworkInterceptor(adding("X-Network", "yes"))
            .build();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(given).build()) {
      style.commit(client, store.openSession());
      SeenRequest request = store.requests().get(0);
      assertThat(request.headers().get("X-Application")).isEqualTo("yes");
      assertThat(request.headers().get("X-Network")).isEqualTo("yes");
      assertThat(request.headers().get("Content-Length")).isEqualTo("0");
    }
  }

  /** One that logs bodies then leaves it alone, for reading it would be sending it. */
  @Test
  void itsInterceptorsSeeThatABodyGoesOnce() {
    List<Boolean> once = new CopyOnWriteArrayList<>();
    OkHttpClient given =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  once.add(chain.request().body().isOneShot());
                  return chain.proceed(chain.request());
                })
            .build();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(given).build()) {
      client.uploadChunk("f", UUID.randomUUID(), new ByteRange(0, 9, 10), new byte[10]);
    }
    assertThat(once).containsExactly(true);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void itsEventListenersHearOfRequestsThatAreSentAndOfNoOthers(Style style) {
    AtomicInteger made = new AtomicInteger();
    OkHttpClient given =
        new OkHttpClient.Builder()
            .eventListenerFactory(
                call -> {
                  made.incrementAndGet();
                  return EventListener.NONE;
                })
            .build();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(store.endpoint())
                .httpClient(given)
                .timing(new TestTiming())
                .build()) {
      store.enqueue(Fault.page(503));
      style.commit(client, store.openSession());
    }
    assertThat(made).hasValue(2);
  }

  /** On a network it would cost the first commit of a TLS connection a round trip. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void itsConnectionsSendAtOnceWhatIsWritten(Style style) {
    List<Boolean> atOnce = new CopyOnWriteArrayList<>();
    OkHttpClient given =
        new OkHttpClient.Builder()
            .addNetworkInterceptor(
                chain -> {
                  atOnce.add(chain.connection().socket().getTcpNoDelay());
                  return chain.proceed(chain.request());
                })
            .build();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(given).build()) {
      style.commit(client, store.openSession());
    }
    assertThat(atOnce).containsExactly(true);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whatItsInterceptorThrowsEndsTheCallAsAFailureOfTheConnection(Style style) {
    OkHttpClient given =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw new java.io.IOException("not today");
                })
            .build();
    try (ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint("http://cluster.invalid")
            .httpClient(given)
            .timing(new TestTiming())
            .build()) {
      org.assertj.core.api.Assertions.assertThatExceptionOfType(
              ImageStoreUnreachableException.class)
          .isThrownBy(() -> style.commit(client, UUID.randomUUID()))
          .withMessageContaining("not today");
    }
  }

  private static Interceptor adding(String name, String value) {
    return chain -> chain.proceed(chain.request().newBuilder().header(name, value).build());
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void itsListenerHearsOfNoCancelledCallWhereTheCommitIsDone(Style style) throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    EventListener listener =
        new EventListener() {
          @Override
          public void callEnd(Call call) {
            threads.add(Thread.currentThread());
            events.add("end");
          }

          @Override
          public void canceled(Call call) {
            events.add("canceled");
          }
        };
    OkHttpClient given = new OkHttpClient.Builder().eventListener(listener).build();
    try (FakeImageStore store = FakeImageStore.start()) {
      try (ImageStoreClient client =
          ImageStoreClient.builder()
              .endpoint(store.endpoint())
              .httpClient(given)
              .timing(new TestTiming())
              .build()) {
        store.enqueue(Fault.page(503));
        style.commit(client, store.openSession());
      }
      threads.remove(Thread.currentThread());
      for (Thread thread : threads) {
        // What follows the end of a call may come after its future is done.
        thread.join(300_000);
        assertThat(thread.isAlive()).isFalse();
      }
    } finally {
      given.connectionPool().evictAll();
    }
    assertThat(events).containsExactly("end", "end");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aBugInItsInterceptorIsThrownAsItIsAndOnce(Style style) {
    failsWithABug(
        style,
        (given, bug) ->
            given.addInterceptor(
                chain -> {
                  bug.run();
                  return chain.proceed(chain.request());
                }));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aBugWhereACallIsMadeIsThrownAsItIsAndOnce(Style style) {
    failsWithABug(
        style,
        (given, bug) ->
            given.eventListenerFactory(
                call -> {
                  bug.run();
                  return EventListener.NONE;
                }));
  }

  /** As another version of a library throws where a method is gone. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void anErrorWhereACallIsMadeOrItsAnswerIsReadIsThrownAsItIs(Style style) {
    OkHttpClient failsToCall =
        new OkHttpClient.Builder()
            .eventListenerFactory(
                call -> {
                  throw new NoSuchMethodError("gone");
                })
            .build();
    OkHttpClient failsToRead =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  Response answer = chain.proceed(chain.request());
                  return answer.newBuilder().body(new UnreadableBody()).build();
                })
            .build();
    for (OkHttpClient given : List.of(failsToCall, failsToRead)) {
      try (FakeImageStore store = FakeImageStore.start();
          ImageStoreClient client =
              ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(given).build()) {
        store.enqueue(Fault.page(404));
        assertThatThrownBy(() -> style.commit(client, store.openSession()))
            .isInstanceOf(NoSuchMethodError.class);
      } finally {
        given.connectionPool().evictAll();
      }
    }
  }

  private static final class UnreadableBody extends ResponseBody {
    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return -1;
    }

    @Override
    public BufferedSource source() {
      throw new NoSuchMethodError("gone");
    }
  }

  private static Runnable failingAt(int attempt) {
    AtomicInteger attempts = new AtomicInteger();
    return () -> {
      if (attempts.incrementAndGet() == attempt) {
        throw new IllegalStateException("a bug");
      }
    };
  }

  private static void failsWithABug(
      Style style, BiConsumer<OkHttpClient.Builder, Runnable> addBug) {
    for (int attempt = 1; attempt <= 2; attempt++) {
      OkHttpClient.Builder given = new OkHttpClient.Builder();
      addBug.accept(given, failingAt(attempt));
      failsWithABug(style, given.build(), attempt);
    }
  }

  private static void failsWithABug(Style style, OkHttpClient given, int attempt) {
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(store.endpoint())
                .httpClient(given)
                .timing(new TestTiming())
                .attemptListener(event -> attempts.add(event.number()))
                .build()) {
      for (int i = 1; i < attempt; i++) {
        store.enqueue(Fault.page(503));
      }
      assertThatThrownBy(() -> style.commit(client, store.openSession()))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("a bug");
      assertThat(attempts).hasSize(attempt);
      assertThat(store.requests()).hasSize(attempt - 1);
    } finally {
      given.connectionPool().evictAll();
    }
  }

  /** Whoever asks such a one what it says gets another exception. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void evenABugThatCannotSayWhatItIsEndsTheCall(Style style) {
    OkHttpClient given =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw new Unspeakable();
                })
            .build();
    try (ImageStoreClient client =
        ImageStoreClient.builder().endpoint("http://127.0.0.1:1").httpClient(given).build()) {
      CompletableFuture<Void> done = style.start(client, UUID.randomUUID());
      assertThat(done.handle((nothing, failure) -> failure != null).join()).isTrue();
    }
  }

  private static final class Unspeakable extends IOException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("unspeakable");
    }
  }
}
