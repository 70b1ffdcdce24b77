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
  private static final int SIZE = 3 * 1024 * 1024;
  private static final StorePath PATH = StorePath.of("storePath", "f");

  private final HandClock clock = new HandClock();
  private final FakeImageStore store = FakeImageStore.start();
  private final HttpUrl url = HttpUrl.get(store.endpoint() + "/");
  private final HttpStack stack = HttpStack.own(List.of(url), 1, clock, null, null, Runnable::run);

  @TempDir Path folder;
  private Path source;
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
    UploadOptions options = UploadOptions.builder().partSize(SIZE / 3).build();
    Calls calls = new Calls(cluster, CallSettings.of(CallOptions.defaults()));
    file =
        new FileUpload(
            new Upload(calls, options, false),
            source,
            PATH,
            SIZE,
            UploadResult.builder(source, PATH.value(), "", SIZE),
            true);
    file.next().run();
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
}
