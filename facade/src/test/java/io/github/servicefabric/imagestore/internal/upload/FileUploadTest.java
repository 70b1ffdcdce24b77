package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.CallOptions;
import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.RetryPolicy;
import io.github.servicefabric.imagestore.SourceChangedException;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.UploadResult;
import io.github.servicefabric.imagestore.internal.call.AttemptReporter;
import io.github.servicefabric.imagestore.internal.call.CallSettings;
import io.github.servicefabric.imagestore.internal.call.Cluster;
import io.github.servicefabric.imagestore.internal.http.Gateway;
import io.github.servicefabric.imagestore.internal.http.HttpStack;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order in which the pieces of one file may be done, whoever does them, and when. */
class FileUploadTest {
  private static final int MIB = 1024 * 1024;
  private static final int SIZE = 3 * MIB;
  private static final StorePath PATH = StorePath.of("storePath", "f");

  private final HandClock clock = new HandClock();
  private final FakeImageStore store = FakeImageStore.start();
  private final HttpUrl url = HttpUrl.get(store.endpoint() + "/");
  private final HttpStack stack = HttpStack.own(List.of(url), 1, clock, null, null, Runnable::run);

  @TempDir Path folder;
  private Path source;
  private Upload upload;
  private FileUpload file;

  @BeforeEach
  void begin() throws IOException {
    source = Files.write(folder.resolve("file"), new byte[SIZE]);
    Cluster cluster =
        new Cluster(
            List.of(new Gateway(url, stack)),
            false,
            RetryPolicy.none(),
            clock,
            new AttemptReporter(null, clock));
    Calls calls = new Calls(cluster, CallSettings.of(CallOptions.defaults()));
    UploadOptions options = UploadOptions.builder().partSize(MIB).build();
    upload = new Upload(calls, options, false);
    file = of(SIZE);
    file.next().run();
  }

  private FileUpload of(int size) {
    UploadResult.Builder result = UploadResult.builder(source, PATH.value(), "", size);
    return new FileUpload(upload, source, PATH, size, result, true);
  }

  @AfterEach
  void close() {
    file.close();
    stack.close();
    store.close();
  }

  private void sendAll() {
    List<Runnable> parts = new ArrayList<>();
    for (Runnable part = file.next(); part != null; part = file.next()) {
      parts.add(part);
    }
    assertThat(parts).hasSize(3);
    parts.forEach(Runnable::run);
  }

  /** They are beside each other, and the commit is after both. */
  @Test
  void theQuestionAndTheLookComeBeforeTheCommit() {
    sendAll();
    Runnable question = file.next();
    Runnable look = file.next();
    assertThat(file.next()).as("before the question is answered").isNull();
    question.run();
    assertThat(file.next()).as("before the look is taken").isNull();
    look.run();
    assertThat(store.requests())
        .noneMatch(request -> request.asksFor(StoreOperation.COMMIT_SESSION));
    file.next().run();
    assertThat(file.failure()).isNull();
    assertThat(file.isOver()).isTrue();
    assertThat(store.content("f")).isPresent();
  }

  @Test
  void theQuestionIsWaitedForWhereTheLookIsFirst() {
    sendAll();
    Runnable question = file.next();
    file.next().run();
    assertThat(file.next()).isNull();
    question.run();
    assertThat(file.next()).isNotNull();
  }

  @Test
  void whereTheLookFailsForGoodNothingIsCommitted() {
    store.on(
        request -> request.asksFor(StoreOperation.GET_CONTENT),
        Fault.error(403, "E_ACCESSDENIED", Fault.Work.NEVER));
    sendAll();
    Runnable question = file.next();
    file.next().run();
    question.run();
    assertThat(file.next()).isNull();
    assertThat(file.failure()).isInstanceOf(FabricErrorException.class);
    assertThat(store.content("f")).isEmpty();
  }

  @Test
  void whereTheLookFailsForNowItIsCommitted() {
    store.on(
        request -> request.asksFor(StoreOperation.GET_CONTENT),
        Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Fault.Work.NEVER));
    sendAll();
    Runnable question = file.next();
    file.next().run();
    question.run();
    file.next().run();
    assertThat(file.failure()).isNull();
    assertThat(store.content("f")).isPresent();
  }

  /** A part that is still under way would make it again. */
  @Test
  void theSessionOfAChangedFileIsDeletedOnceNothingIsUnderWay() throws IOException {
    Runnable one = file.next();
    Runnable other = file.next();
    Files.write(source, new byte[1]);
    one.run();
    assertThat(file.failure()).isInstanceOf(SourceChangedException.class);
    assertThat(deletions()).isZero();
    other.run();
    assertThat(deletions()).isEqualTo(1);
  }

  private long deletions() {
    return store.requests().stream()
        .filter(request -> request.asksFor(StoreOperation.DELETE_SESSION))
        .count();
  }

  private void isRefused(StoreOperation operation, int status, String code) {
    // One more than there may be at first.
    for (int other = 0; other < 3; other++) {
      upload.pace.begins();
    }
    store.on(request -> request.asksFor(operation), Fault.error(status, code, Fault.Work.NEVER));
    file.next().run();
  }

  @Test
  void whatABusyClusterRefusesWhileTooManyAreUnderWayGoesAgain() {
    isRefused(StoreOperation.UPLOAD_CHUNK, 503, "FABRIC_E_SERVICE_TOO_BUSY");
    assertThat(file.failure()).isNull();
    sendAll();
  }

  @Test
  void whatIsRefusedForAnotherReasonIsToldHoweverManyAreUnderWay() {
    isRefused(StoreOperation.UPLOAD_CHUNK, 403, "E_ACCESSDENIED");
    assertThat(file.failure()).isInstanceOf(FabricErrorException.class);
    assertThat(file.next()).isNull();
  }

  @Test
  void aSmallFileThatGoesAgainIsOpenOnce() throws IOException {
    file.close();
    Files.write(source, new byte[10]);
    file = of(10);
    isRefused(StoreOperation.UPLOAD_FILE, 503, "FABRIC_E_SERVICE_TOO_BUSY");
    assertThat(file.isOver()).isFalse();
    file.next().run();
    assertThat(file.isOver()).isTrue();
    assertThat(file.failure()).isNull();
    assertThat(OpenHandles.of(source)).isZero();
  }
}
