package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Rest;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cluster that answers when it has read a little of a part, or of a file, and wants no more. */
class EarlyUploadAnswerTest {
  /** More than the buffers between both sides hold. */
  private static final int SIZE = 14 * MIB;

  @TempDir Path folder;

  private final List<AttemptEvent> attempts = new CopyOnWriteArrayList<>();

  enum Answer {
    FORBIDDEN(403, "E_ACCESSDENIED", true),
    TOO_LARGE(413, "FABRIC_E_MESSAGE_TOO_LARGE", true),
    NO_STORE(404, "FABRIC_E_SERVICE_DOES_NOT_EXIST", true),
    BUSY(503, "FABRIC_E_SERVICE_TOO_BUSY", false),
    BAD_RANGE(400, "FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE", false),
    OTHER_PATH(409, "FABRIC_E_UPLOAD_SESSION_ID_CONFLICT", false);

    private final int status;
    private final String code;
    private final boolean isTold;

    Answer(int status, String code, boolean isTold) {
      this.status = status;
      this.code = code;
      this.isTold = isTold;
    }

    /** Once a little of the body is read. */
    Fault midway(Rest rest) {
      String body = "{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"No.\"}}";
      Reply reply = Reply.of(status).header("Content-Type", "application/json").body(body);
      return Fault.earlyAnswer(reply, rest, 100_000);
    }
  }

  static Stream<Arguments> answers() {
    List<Arguments> all = new ArrayList<>();
    for (Rest rest : Rest.values()) {
      for (Answer answer : Answer.values()) {
        all.add(Arguments.of(answer, rest, true, false));
      }
      for (Answer answer : List.of(Answer.FORBIDDEN, Answer.BUSY)) {
        all.add(Arguments.of(answer, rest, false, false));
      }
      if (rest != Rest.READ) {
        // On a connection that was used before; on a new one it is seen after the stall limit.
        all.add(Arguments.of(Answer.TOO_LARGE, rest, true, true));
        all.add(Arguments.of(Answer.BAD_RANGE, rest, true, true));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void itCountsAsTheAnswer(Answer answer, Rest rest, boolean parts, boolean secure)
      throws Exception {
    Path file = TestFiles.sparse(folder.resolve("file"), SIZE);
    try (FakeImageStore store = secure ? FakeImageStore.startSecure() : FakeImageStore.start();
        ImageStoreClient client = client(store, secure)) {
      store.hashing(false);
      store.on(parts ? EarlyUploadAnswerTest::isSecondPart : isPut(), answer.midway(rest));
      UploadOptions options =
          UploadOptions.builder()
              .partSize(parts ? SIZE - 1 : SIZE)
              .parallelism(1)
              .stallTimeout(Duration.ofMinutes(5))
              .build();
      FabricErrorException told =
          catchThrowableOfType(FabricErrorException.class, () -> client.upload(file, "f", options));
      assertThat(attempts)
          .as("the answer, and no broken network")
          .allMatch(attempt -> attempt.failure() == null)
          .extracting(AttemptEvent::code)
          .contains(answer.code);
      if (answer.isTold) {
        assertThat(told.statusCode()).isEqualTo(answer.status);
        assertThat(told.code()).isEqualTo(answer.code);
        assertThat(store.content("f")).isEmpty();
      } else {
        assertThat(told).isNull();
        assertThat(store.content("f").orElseThrow().size()).isEqualTo(SIZE);
      }
    }
  }

  private static Predicate<SeenRequest> isPut() {
    return request -> request.asksFor(StoreOperation.UPLOAD_FILE);
  }

  /** The first is small enough for what the buffers hold. */
  private static boolean isSecondPart(SeenRequest request) {
    return request.asksFor(StoreOperation.UPLOAD_CHUNK)
        && !request.headers().get("Content-Range").startsWith("bytes 0-");
  }

  private ImageStoreClient client(FakeImageStore store, boolean secure) throws Exception {
    ImageStoreClient.Builder builder =
        ImageStoreClient.builder()
            .endpoint(store.endpoint())
            .attemptListener(attempts::add)
            .timing(new NoPauses());
    if (secure) {
      builder.serverTrust(
          ServerTrust.certificateAuthorities(
              new ByteArrayInputStream(store.certificates().serverPem().readAllBytes())));
    }
    return builder.build();
  }
}
