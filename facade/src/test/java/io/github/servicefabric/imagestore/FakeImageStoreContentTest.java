package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.PlainHttp.error;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.servicefabric.imagestore.testing.Content;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and folders of the fake, row by row as the facts have them. */
class FakeImageStoreContentTest {
  private static final String OK = "200";
  private static final String INVALID = error(400, "E_INVALIDARG");
  private static final byte[] ABC = "abc".getBytes(US_ASCII);
  private static final byte[] NOTHING = {};

  private final FakeImageStore store = FakeImageStore.start();
  private final PlainHttp http = new PlainHttp(store);

  @AfterEach
  void close() {
    http.close();
    store.close();
  }

  @Test
  void aPutOverwritesAndEachWriteIsAnotherVersion() throws IOException {
    assertThat(http.get("/a/f")).as("without a body").isEqualTo("404");
    assertThat(http.put("/a/f", ABC)).isEqualTo(OK);
    assertThat(http.put("/A/F", NOTHING)).isEqualTo(OK);
    store.failOver();
    assertThat(http.put("/a/f", ABC)).isEqualTo(OK);
    assertThat(http.get("/a/F"))
        .matches(
            "200 \\{\"StoreFiles\":\\[\\{\"FileSize\":\"3\",\"FileVersion\":\\{"
                + "\"VersionNumber\":\"3\",\"EpochDataLossNumber\":\"132000000000000000\","
                + "\"EpochConfigurationNumber\":\"8589934593\"},\"ModifiedDate\":\"[^\"]+Z\","
                + "\"StoreRelativePath\":\"a\\\\\\\\f\"}],\"StoreFolders\":\\[],"
                + "\"ContinuationToken\":\"\"}");
    assertThat(store.paths()).containsExactly("a/f");
    assertThat(store.content("a/f").orElseThrow().digest())
        .hasValue("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aFolderIsThereThroughItsMarkAndShowsOneLevelWithCounts() throws IOException {
    http.put("/app/x", NOTHING);
    http.put("/app/code/y", NOTHING);
    http.put("/app/code/lib/z", NOTHING);
    assertThat(http.get("/app")).isEqualTo("404");
    http.put("/app/_.dir", NOTHING);
    assertThat(http.get("/app"))
        .contains("\"StoreRelativePath\":\"app\\\\x\"", "\"StoreRelativePath\":\"app\\\\_.dir\"")
        .contains("[{\"StoreRelativePath\":\"app\\\\code\",\"FileCount\":\"2\"}]")
        .doesNotContain("lib");
    assertThat(http.get("/app/code")).isEqualTo("404");
    assertThat(http.get("")).contains("[{\"StoreRelativePath\":\"app\",\"FileCount\":\"4\"}]");
  }

  @Test
  void anEmptyRootHasNoName() throws IOException {
    assertThat(http.get("")).isEqualTo(error(404, "FABRIC_E_NAME_DOES_NOT_EXIST"));
    assertThat(http.get("/")).isEqualTo(error(404, "FABRIC_E_NAME_DOES_NOT_EXIST"));
  }

  @Test
  void aPageThatIsFullEndsWithATokenThatIsSentBackAsItIs() throws IOException {
    store.pageSize(2);
    List<String> sent = List.of("_.dir", "a b", "c%25", "d/e", "d/f", "g+ü", "h/i", "j");
    for (String name : sent) {
      http.put("/app/" + name, NOTHING);
    }
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      String page = http.get("/app" + (token.isEmpty() ? "" : "?ContinuationToken=" + token));
      all("\"StoreRelativePath\":\"app\\\\\\\\([^\"]*)\"", page).forEach(listed::add);
      token = all("\"ContinuationToken\":\"([^\"]*)\"", page).get(0);
      assertThat(token).matches("[A-Za-z0-9%._~-]*");
    } while (!token.isEmpty());
    assertThat(listed).containsExactly("_.dir", "a b", "c%", "d", "g+ü", "h", "j");

    assertThat(http.get("/app?ContinuationToken=app%5Czz")).as("nothing to list").isEqualTo("204");
    assertThat(http.get("/app?api-version=3.0")).contains("\\\\j\"").doesNotContain("Token");
  }

  @Test
  void deletingTakesAllBelowAndWhatIsMissingIsDeletedAlready() throws IOException {
    http.put("/app/x", NOTHING);
    http.put("/app/code/y", NOTHING);
    http.put("/apple", NOTHING);
    assertThat(http.delete("/APP")).isEqualTo(OK);
    assertThat(http.delete("/app")).isEqualTo(OK);
    assertThat(store.paths()).containsExactly("apple");
    String reserved = error(400, "FABRIC_E_IMAGEBUILDER_RESERVED_DIRECTORY_ERROR");
    assertThat(http.delete("/Store")).isEqualTo(reserved);
    assertThat(http.delete("/WindowsFabricStore")).isEqualTo(reserved);
    assertThat(http.delete("/Store/app")).isEqualTo(OK);
    assertThat(http.delete("")).as("no route").isEqualTo(INVALID);
  }

  @Test
  void whatIsBeingWrittenIsNeitherReplacedNorDeleted() throws IOException {
    UUID session = store.openSession();
    store.beginOtherCommit(session);
    String pending = "500 {\"Error\":{\"Code\":\"OperationsPending\"";
    assertThat(http.commit(session)).startsWith(pending);
    assertThat(http.put("/sessions/" + session, ABC)).startsWith(pending);
    assertThat(http.delete("/sessions")).startsWith(pending);
    store.finishOtherCommit(session);
    assertThat(http.commit(session)).isEqualTo(OK);
    assertThat(http.delete("/sessions")).isEqualTo(OK);
    assertThat(store.isCommitted(session)).as("it was").isTrue();
  }

  @Test
  void aCopyNeedsTheMarkAndSkipsByName() throws IOException {
    String missing = error(404, "FABRIC_E_FILE_NOT_FOUND");
    http.put("/from/a", ABC);
    http.put("/from/sub/SKIP", ABC);
    http.put("/to/a", NOTHING);
    assertThat(copy("from", "to", "")).isEqualTo(missing);
    assertThat(copy("nothing", "to", ",\"CheckMarkFile\":false")).isEqualTo(missing);
    http.put("/from/_.dir", NOTHING);
    assertThat(copy("from", "to", ",\"SkipFiles\":[\"skip\"],\"CopyFlag\":\"Echo\"")).isEqualTo(OK);
    assertThat(store.paths())
        .containsExactly("from/_.dir", "from/a", "from/sub/SKIP", "to/_.dir", "to/a");
    assertThat(store.content("to/a").orElseThrow().size()).as("echo").isZero();
    assertThat(copy("from/", "to", "")).isEqualTo(OK);
    assertThat(store.content("to/a").orElseThrow().matches(ABC)).isTrue();
    assertThat(store.content("to/sub/skip")).isPresent();
    assertThat(copy("from/a", "b", "")).isEqualTo(OK);
    assertThat(store.content("b")).isEqualTo(store.content("from/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "no", "{}", "{\"RemoteSource\":\"a\"}"})
  void aCopyWithoutItsJsonIsAnInvalidArgument(String body) throws IOException {
    assertThat(http.post("/$/Copy", body)).isEqualTo(INVALID);
  }

  @Test
  void aBodyThatIsNoUploadMayHaveFourMebibytes() throws IOException {
    assertThat(http.post("/$/Copy", " ".repeat(4 * 1024 * 1024 + 1)))
        .isEqualTo(error(413, "FABRIC_E_MESSAGE_TOO_LARGE"));
  }

  @Test
  void contentIsComparedWithAFileAndOnlyWhereItWasHashed(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[200_000]);
    http.put("/f", new byte[200_000]);
    Content content = store.content("f").orElseThrow();
    assertThat(content.matches(file)).isTrue();
    byte[] other = new byte[200_000];
    other[199_999] = 1;
    assertThat(content.matches(Files.write(file, other))).isFalse();
    store.hashing(false);
    http.put("/f", other);
    Content counted = store.content("f").orElseThrow();
    assertThat(counted.size()).isEqualTo(200_000);
    assertThat(counted.digest()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> counted.matches(file));
    assertThat(store.bodyBytes()).isEqualTo(400_000);
  }

  @Test
  void asManyRequestsAreKeptAsWanted() throws IOException {
    store.keepRequests(2);
    for (String name : List.of("a", "b", "c")) {
      http.put("/" + name, ABC);
    }
    assertThat(store.requests()).extracting(SeenRequest::storePath).containsExactly("b", "c");
    assertThat(store.requests()).extracting(SeenRequest::number).containsExactly(2L, 3L);
    assertThat(store.requestCount()).isEqualTo(3);
    assertThat(store.connectionCount()).isEqualTo(1);
    store.keepRequests(0);
    assertThat(store.requests()).isEmpty();
  }

  private String copy(String from, String to, String more) throws IOException {
    return http.post(
        "/$/Copy",
        "{\"RemoteSource\":\"" + from + "\",\"RemoteDestination\":\"" + to + "\"" + more + "}");
  }

  private static List<String> all(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
