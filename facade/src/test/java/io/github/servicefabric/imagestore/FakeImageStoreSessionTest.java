package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.PlainHttp.error;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.Content;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.UUID;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks and sessions of the fake, row by row as the facts have them. */
class FakeImageStoreSessionTest {
  private static final String OK = "200";
  private static final String INVALID = error(400, "E_INVALIDARG");
  private static final String RANGE = error(400, "FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE");
  private static final String BAD_ID = error(400, "FABRIC_E_INVALID_UPLOAD_SESSION_ID");
  private static final byte[] TEN = "0123456789".getBytes(US_ASCII);

  private final FakeImageStore store = FakeImageStore.start();
  private final PlainHttp http = new PlainHttp(store);
  private final UUID id = UUID.randomUUID();

  @AfterEach
  void close() {
    http.close();
    store.close();
  }

  @Test
  void chunksComeInAnyOrderAndAreJoinedByTheCommit() throws IOException {
    assertThat(http.session(id)).isEqualTo("204");
    assertThat(http.chunk("/a/b", id, "bytes 4-5/10", part(4, 6))).isEqualTo(OK);
    assertThat(http.session(id))
        .startsWith("200 {\"UploadSessions\":[{\"StoreRelativePath\":\"a/b\",\"SessionId\":\"" + id)
        .containsPattern("\"ModifiedDate\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"")
        .contains("\"FileSize\":\"10\"")
        .endsWith(
            "\"ExpectedRanges\":[{\"StartPosition\":\"0\",\"EndPosition\":\"3\"},"
                + "{\"StartPosition\":\"6\",\"EndPosition\":\"9\"}]}]}");
    assertThat(http.commit(id)).as("chunks are missing").isEqualTo(INVALID);
    assertThat(http.chunk("/a/b", id, "6-9/10", part(6, 10))).isEqualTo(OK);
    assertThat(http.chunk("/a/b", id, "bytes 0-3/10", part(0, 4))).isEqualTo(OK);
    assertThat(http.session(id)).endsWith("\"ExpectedRanges\":[]}]}");
    assertThat(store.content("a/b")).isEmpty();

    assertThat(http.commit(id)).isEqualTo(OK);

    Content content = store.content("A\\b").orElseThrow();
    assertThat(content.size()).isEqualTo(10);
    assertThat(content.matches(TEN)).isTrue();
    assertThat(content.matches("0123456798".getBytes(US_ASCII))).isFalse();
    assertThat(content.matches(part(0, 9))).isFalse();
    assertThat(content.digest()).isEmpty();
    assertThat(http.session(id)).as("it outlives the commit").startsWith("200 ");
    assertThat(http.commit(id)).isEqualTo(OK);
    assertThat(http.get("/a/b")).as("not joined again").contains("\"VersionNumber\":\"1\"");
  }

  @Test
  void aCommittedSessionWritesTheOldFileOnceMoreOverAnother() throws IOException {
    http.chunk("/f", id, "bytes 0-9/10", TEN);
    http.commit(id);
    http.put("/f", part(0, 3));
    assertThat(http.commit(id)).isEqualTo(OK);
    assertThat(store.content("f").orElseThrow().matches(TEN)).isTrue();
    assertThat(http.get("/f")).contains("\"VersionNumber\":\"3\"");
  }

  @Test
  void aRepeatAnOverlapAnotherPathAndAnotherTotalAreRefused() throws IOException {
    http.chunk("/f", id, "bytes 2-5/10", part(2, 6));
    for (String overlap : new String[] {"2-5", "0-2", "5-9", "3-4", "0-9", "6-10"}) {
      assertThat(http.chunk("/f", id, "bytes " + overlap + "/10", part(0, 1))).isEqualTo(RANGE);
    }
    String conflict = error(409, "FABRIC_E_UPLOAD_SESSION_ID_CONFLICT");
    assertThat(http.chunk("/F", id, "bytes 0-1/10", part(0, 2))).isEqualTo(conflict);
    assertThat(http.chunk("/f%5Cg", id, "bytes 0-1/10", part(0, 2))).isEqualTo(conflict);
    assertThat(http.chunk("/f", id, "bytes 0-1/11", part(0, 2))).isEqualTo(INVALID);
    assertThat(http.chunk("//f/", id, "bytes 0-1/10", part(0, 2))).isEqualTo(OK);
  }

  @Test
  void whatABodyHoldsIsNotComparedWithItsRangeBeforeTheCommit() throws IOException {
    http.chunk("/short", id, "bytes 0-9/10", part(0, 7));
    assertThat(http.session(id)).contains("\"ExpectedRanges\":[]");
    assertThat(http.commit(id)).startsWith("400 {\"Error\":{\"Code\":\"E_INVALIDARG\"");
    assertThat(store.content("short")).isEmpty();

    UUID cancelsOut = UUID.randomUUID();
    http.chunk("/swapped", cancelsOut, "bytes 0-4/10", part(0, 4));
    http.chunk("/swapped", cancelsOut, "bytes 5-9/10", part(4, 10));
    assertThat(http.commit(cancelsOut)).isEqualTo(OK);
    assertThat(store.content("swapped").orElseThrow().matches(TEN)).isTrue();
    assertThat(store.content("swapped").orElseThrow().parts().get(1).offset()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes 0-9, false", "bytes 0-9/, false", "bytes 0-9/x, false", "bytes x-9/10, false",
    "bytes 0-x/10, false", "bytes 5-4/10, false", "bytes 0-11/10, false", "lines 0-9/10, false",
    "bytes 0-9/10/11, false", "bytes 0-9/10, true", "bytes0-9/10, true", "0-9/10, true",
    "bytes 5/10, true", "bytes -5/10, true", "bytes 1-2-3/10, true", "bytes */10, true",
    "bytes 0-10/10, true", "bytes 0-0/0, true"
  })
  void aContentRangeIsReadAsTheGatewayDoes(String header, boolean taken) throws IOException {
    assertThat(http.chunk("/f", id, header, TEN)).isEqualTo(taken ? OK : RANGE);
    String onAPut =
        http.send(
            http.request("PUT", "/p", RequestBody.create(TEN))
                .header("Content-Range", header)
                .build());
    assertThat(onAPut).isEqualTo(taken ? OK : RANGE);
  }

  @Test
  void aRangeWithoutBothEndsIsTheFirstByteAndAMissingHeaderAnEmptyFile() throws IOException {
    http.chunk("/f", id, "bytes 5/10", TEN);
    assertThat(http.session(id)).contains("[{\"StartPosition\":\"1\",\"EndPosition\":\"9\"}]");
    UUID empty = UUID.randomUUID();
    String url = "/e/$/UploadChunk?session-id=" + empty;
    for (int i = 0; i < 2; i++) {
      assertThat(http.put(url, new byte[0])).isEqualTo(OK);
      assertThat(http.session(empty))
          .contains("\"FileSize\":\"0\"")
          .contains("[{\"StartPosition\":\"0\",\"EndPosition\":\"0\"}]");
    }
    assertThat(http.commit(empty)).isEqualTo(INVALID);
  }

  @Test
  void aFirstChunkThatReachesTheTotalIsRecordedAndNeverCommitted() throws IOException {
    assertThat(http.chunk("/f", id, "bytes 5-10/10", part(5, 10))).isEqualTo(OK);
    assertThat(http.chunk("/f", id, "bytes 0-4/10", part(0, 5))).isEqualTo(OK);
    assertThat(http.session(id)).contains("\"ExpectedRanges\":[]");
    assertThat(http.commit(id)).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "session-id=1-1-1-1-1", "session-id=00000000-0000-0000-0000-000000000000"})
  void whatABadSessionIdGetsDependsOnTheOperation(String parameter) throws IOException {
    assertThat(http.put("/f/$/UploadChunk?" + parameter, TEN)).isEqualTo(BAD_ID);
    assertThat(store.requests().get(0).bodySize()).as("after the body").isEqualTo(10);
    assertThat(http.get("/$/GetUploadSession?" + parameter)).isEqualTo(BAD_ID);
    assertThat(http.delete("/$/DeleteUploadSession?" + parameter)).isEqualTo(INVALID);
    assertThat(http.post("/$/CommitUploadSession?" + parameter, "")).isEqualTo(INVALID);
  }

  @Test
  void sessionsOfAPathAreFoundByItsExactSpellingAlone() throws IOException {
    UUID other = UUID.randomUUID();
    http.chunk("/a/f", id, "bytes 0-1/10", TEN);
    http.chunk("/a/f", other, "bytes 0-1/20", TEN);
    assertThat(http.get("/a/f/$/GetUploadSession"))
        .contains(id.toString(), other.toString())
        .contains("\"FileSize\":\"20\"");
    assertThat(http.get("/a/F/$/GetUploadSession")).isEqualTo("204");
    assertThat(http.get("/a%5Cf/$/GetUploadSession")).isEqualTo("204");
  }

  @Test
  void aSessionIsDeletedOnceAndALateChunkBringsItBack() throws IOException {
    http.chunk("/f", id, "bytes 0-4/10", part(0, 5));
    assertThat(http.deleteSession(id)).isEqualTo(OK);
    assertThat(http.deleteSession(id)).isEqualTo(error(404, "NotFound"));
    assertThat(http.commit(id)).isEqualTo(INVALID);
    assertThat(http.chunk("/f", id, "bytes 5-9/10", part(5, 10))).isEqualTo(OK);
    assertThat(http.session(id)).contains("[{\"StartPosition\":\"0\",\"EndPosition\":\"4\"}]");
  }

  @Test
  void aFailoverForgetsSessionsInSilenceAndALookDoesNotProlongOne() throws IOException {
    http.chunk("/f", id, "bytes 0-4/10", part(0, 5));
    store.failOver();
    assertThat(http.session(id)).isEqualTo("204");
    assertThat(http.chunk("/f", id, "bytes 5-9/10", part(5, 10))).isEqualTo(OK);
    store.passTime(Duration.ofMinutes(20));
    assertThat(http.session(id)).startsWith("200 ");
    assertThat(http.chunk("/f", id, "bytes 5-9/10", part(5, 10))).isEqualTo(RANGE);
    store.passTime(Duration.ofMinutes(11));
    assertThat(http.session(id)).isEqualTo("204");
  }

  /** Random ranges against a bit for each position. */
  @Test
  void theGapsAreThoseOfAPlainModel() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      UUID session = UUID.randomUUID();
      int total = 1 + random.nextInt(60);
      BitSet received = new BitSet(total);
      for (int i = 0; i < 25; i++) {
        int first = random.nextInt(total);
        int last = Math.min(total - 1, first + random.nextInt(12));
        int next = received.nextSetBit(first);
        boolean fits = next < 0 || next > last;
        String said = http.chunk("/m", session, "bytes " + first + "-" + last + "/" + total, TEN);
        assertThat(said).as("seed %d", seed).isEqualTo(fits ? OK : RANGE);
        if (fits) {
          received.set(first, last + 1);
        }
        assertThat(http.session(session)).as("seed %d", seed).endsWith(gaps(received, total));
      }
    }
  }

  private static String gaps(BitSet received, int total) {
    StringBuilder json = new StringBuilder();
    for (int first = received.nextClearBit(0); first < total; ) {
      int next = received.nextSetBit(first);
      int last = (next < 0 ? total : next) - 1;
      json.append(json.isEmpty() ? "" : ",")
          .append("{\"StartPosition\":\"" + first + "\",\"EndPosition\":\"" + last + "\"}");
      first = received.nextClearBit(last + 1);
    }
    return "\"ExpectedRanges\":[" + json + "]}]}";
  }

  private static byte[] part(int from, int to) {
    return Arrays.copyOfRange(TEN, from, to);
  }
}
