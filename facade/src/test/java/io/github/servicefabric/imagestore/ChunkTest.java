package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkTest {
  private static final StoreOperation LOOK = StoreOperation.GET_SESSION;

  private final FakeImageStore store = FakeImageStore.start();
  private final UUID id = UUID.randomUUID();
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @Test
  void chunksInAnyOrderMakeTheFile(@TempDir Path folder) throws IOException {
    byte[] bytes = new byte[300_000];
    new java.util.Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("f"), bytes);
    for (int[] part : new int[][] {{200_000, 299_999}, {0, 0}, {1, 131_071}, {131_072, 199_999}}) {
      client.uploadChunk("f", id, new ByteRange(part[0], part[1], bytes.length), file);
    }
    client.commitUploadSession(id);
    assertThat(store.content("f").orElseThrow().matches(file)).isTrue();
  }

  @Test
  void aChunkThatIsThereAlreadyIsASuccessAndOneThatOverlapsIsNot() {
    chunk(0, 5);
    chunk(0, 5);
    chunk(2, 3);
    FabricErrorException refused =
        catchThrowableOfType(FabricErrorException.class, () -> chunk(4, 7));
    assertThat(refused.code()).isEqualTo("FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE");
    assertThat(refused).hasMessageContaining("its missing ranges are what may be sent");
  }

  @Test
  void aSessionOfAnotherFileSettlesNothing() {
    chunk(0, 9);
    store.enqueue(Fault.lostAnswer(Work.NEVER));
    var otherPath =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () -> client.uploadChunk("g", id, new ByteRange(0, 9, 10), new byte[10]));
    assertThat(otherPath).hasMessageContaining("HTTP 409", "Another store path has this session");
    store.enqueue(Fault.lostAnswer(Work.NEVER));
    var otherSize =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () -> client.uploadChunk("f", id, new ByteRange(0, 9, 11), new byte[10]));
    assertThat(otherSize).hasMessageContaining("HTTP 400", "The session has another file size");
  }

  @Test
  void aQuestionThatFailsLeavesTheOutcomeUnknown() {
    store.enqueue(Fault.lostAnswer(Work.DONE));
    store.on(request -> request.asksFor(LOOK), Fault.error(403, "E_ACCESSDENIED", Work.NEVER));
    var unknown = catchThrowableOfType(OutcomeUnknownException.class, () -> chunk(0, 9));
    assertThat(unknown.attempts()).isEqualTo(1);
    assertThat(unknown.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            FabricErrorException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theQuestionEndsWithTheDeadlineOfItsCall(Style style) {
    AtomicBoolean asked = new AtomicBoolean();
    store.faultsFrom(
        request -> {
          if (!request.asksFor(LOOK)) {
            return Fault.lostAnswer(Work.DONE);
          }
          asked.set(true);
          return Fault.noAnswer(Work.NEVER);
        });
    try (ImageStoreClient real =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .retryPolicy(
                RetryPolicy.builder()
                    .firstDelay(Duration.ofMillis(1))
                    .maxDelay(Duration.ofMillis(1))
                    .build())
            .build()) {
      ImageStoreException unknown =
          GrowingLimit.until(
              outcome -> asked.get(),
              limit -> {
                CallOptions soon = CallOptions.builder().deadline(limit).build();
                return catchThrowableOfType(
                    ImageStoreException.class,
                    () -> StoreCall.CHUNK.run(style, real, UUID.randomUUID(), soon));
              });
      assertThat(asked).isTrue();
      assertThat(unknown)
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("its deadline passed");
    }
  }

  @Test
  void anInterruptEndsTheQuestionToo() throws Exception {
    store.enqueue(Fault.lostAnswer(Work.DONE));
    CompletableFuture<Void> asked = new CompletableFuture<>();
    store.on(
        request -> request.asksFor(LOOK) && (asked.complete(null) || true),
        Fault.noAnswer(Work.NEVER));
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              thrown.complete(catchThrowable(() -> chunk(0, 9)));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    asked.join();
    caller.interrupt();
    assertThat(thrown.join())
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("the calling thread was interrupted");
    assertThat(flag.join()).isTrue();
  }

  @Test
  void anInterruptWhileTheFileIsReadIsNoChangeOfIt(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("f"), new byte[10]);
    OkHttpClient interrupting =
        new OkHttpClient.Builder()
            .addNetworkInterceptor(
                chain -> {
                  // The connection is there, and the body is read next.
                  Thread.currentThread().interrupt();
                  return chain.proceed(chain.request());
                })
            .build();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    try (ImageStoreClient given =
        ImageStoreClient.builder().endpoint(store.endpoint()).httpClient(interrupting).build()) {
      ByteRange all = new ByteRange(0, 9, 10);
      Thread caller =
          new Thread(
              () -> thrown.complete(catchThrowable(() -> given.uploadChunk("f", id, all, file))));
      caller.start();
      assertThat(thrown.join())
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("the calling thread was interrupted");
    }
  }

  @Test
  void aFileThatEndsEarlyBreaksTheBodyOffAndIsToldAsChanged(@TempDir Path folder)
      throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[1_000_000]);
    ByteRange all = new ByteRange(0, 999_999, 1_000_000);
    try (ImageStoreClient cutting =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .httpClient(new ChainRecorder().before(() -> cut(file)).client())
            .build()) {
      var changed =
          catchThrowableOfType(
              SourceChangedException.class, () -> cutting.uploadChunk("f", id, all, file));
      assertThat(changed.file()).isEqualTo(file);
      assertThat(changed.change()).isEqualTo("it ends at byte 3");
      assertThat(changed.attempts()).isEqualTo(1);
      assertThat(changed).hasMessageContaining("Let nobody write the file while it is uploaded");
    }
    assertThat(client.getUploadSession(id)).as("the broken body made no session").isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsSent(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[10]);
    for (long total : new long[] {9, 11, 1L << 40}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.uploadChunk("f", id, new ByteRange(0, 8, total), file))
          .withMessageContaining("which is 10 bytes, but was bytes 0-8/" + total);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.uploadChunk("f", id, new ByteRange(0, 8, 10), new byte[10]))
        .withMessageContaining("9 for bytes 0-8/10, but were 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.uploadChunk("f", id, new ByteRange(0, 8, 10), folder))
        .withMessageContaining("must be a regular file");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> client.uploadChunk("f", id, new ByteRange(0, 8, 10), folder.resolve("none")))
        .withMessageContaining("must be there, but there is none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.copyContent("a", "b/$", java.util.List.of()))
        .withMessageStartingWith("to must not have the segment");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.copyContent("a", "b", java.util.List.of("c/d")))
        .withMessageContaining("without a folder");
    assertThat(store.requestCount()).isZero();
  }

  private static void cut(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(3);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void chunk(int first, int last) {
    client.uploadChunk("f", id, new ByteRange(first, last, 10), new byte[last - first + 1]);
  }
}
