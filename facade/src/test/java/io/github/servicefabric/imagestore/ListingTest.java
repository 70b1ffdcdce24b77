package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of sessions and content. */
class ListingTest {
  private static final List<String> NAMES =
      List.of("a+b", "c&d=e", "f g", "h%", "i", "ö", "\uD83D\uDE00");

  private final FakeImageStore store = FakeImageStore.start();
  private final PlainHttp http = new PlainHttp(store);
  private final ImageStoreClient client =
      ImageStoreClient.builder().endpoint(store.endpoint()).timing(new TestTiming()).build();

  @AfterEach
  void close() {
    client.close();
    http.close();
    store.close();
  }

  @Test
  void aListingHasAllPages() throws IOException {
    http.put("/p/_.dir", new byte[0]);
    for (String name : NAMES) {
      put("p/" + name, name.length());
      put("p/folder " + name + "/x", 1);
    }
    store.pageSize(3);
    long before = store.requestCount();
    StoreContent content = client.listContent("p").orElseThrow();
    assertThat(store.requestCount() - before).isEqualTo(5);
    assertThat(content.files()).extracting(f -> f.storePath().replace('\\', '/')).hasSize(8);
    assertThat(content.files())
        .filteredOn(f -> f.storePath().endsWith("c&d=e"))
        .singleElement()
        .satisfies(f -> assertThat(f.size()).isEqualTo(5));
    assertThat(content.folders()).hasSize(7).allMatch(folder -> folder.fileCount() == 1);
    assertThat(Style.end(client.async().listContent("p"))).contains(content);
    assertThat(client.listRootContent().orElseThrow().folders()).hasSize(1);
  }

  @Test
  void aFileIsListedWithSizeVersionAndTime() {
    put("f", 12);
    StoreContent.File first = client.listContent("f").orElseThrow().files().get(0);
    put("f", 13);
    StoreContent.File second = client.listContent("f").orElseThrow().files().get(0);
    assertThat(first.size()).isEqualTo(12);
    assertThat(second.size()).isEqualTo(13);
    assertThat(second.version().number()).isGreaterThan(first.version().number());
    assertThat(first.modified()).isNotNull();
  }

  @Test
  void whereNothingIsTheListingIsEmptyAndAnEmptyFolderIsNot() throws IOException {
    assertThat(client.listContent("nowhere")).isEmpty();
    assertThat(client.listRootContent()).isEmpty();
    store.enqueue(Fault.reply(Reply.of(204), Work.NEVER));
    assertThat(client.listContent("folder")).contains(new StoreContent(List.of(), List.of()));
  }

  @Test
  void pagesWithoutEndAreAnAnswerThatMakesNoSense() {
    Reply first = json("{\"StoreFiles\":[],\"ContinuationToken\":\"a\"}");
    Reply second = json("{\"StoreFiles\":[],\"ContinuationToken\":\"b\"}");
    for (int i = 0; i < 4; i++) {
      store.enqueue(Fault.reply(first, Work.NEVER));
      store.enqueue(Fault.reply(second, Work.NEVER));
    }
    var failure =
        catchThrowableOfType(
            ImageStoreUnreachableException.class, () -> client.listContent("folder"));
    assertThat(failure).hasMessageContaining("a page has the token of one before it");
    assertThat(store.requestCount()).isEqualTo(5);
  }

  @Test
  void aSessionIsReadWithWhatItMisses() {
    UUID id = UUID.randomUUID();
    client.uploadChunk("a/b", id, new ByteRange(3, 4, 10), new byte[2]);
    UploadSession session = client.getUploadSession(id).orElseThrow();
    assertThat(session.sessionId()).isEqualTo(id);
    assertThat(session.storePath()).isEqualTo("a/b");
    assertThat(session.fileSize()).isEqualTo(10);
    assertThat(session.missingRanges())
        .containsExactly(new ByteRange(0, 2, 10), new ByteRange(5, 9, 10));
    assertThat(session.isComplete()).isFalse();
    assertThat(client.listUploadSessions("/a//b")).containsExactly(session);
    assertThat(client.listUploadSessions("A/b")).isEmpty();
    client.deleteUploadSession(id);
    assertThat(client.getUploadSession(id)).isEqualTo(Optional.empty());
    client.deleteUploadSession(id);
  }

  @Test
  void aSessionOfAnEmptyFileIsNeverComplete() throws IOException {
    UUID id = UUID.randomUUID();
    http.chunk("/e", id, "bytes 0-0/0", new byte[0]);
    UploadSession session = client.getUploadSession(id).orElseThrow();
    assertThat(session.missingRanges()).isEmpty();
    assertThat(session.isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"UploadSessions\":[{}]}",
        "{\"UploadSessions\":[null]}",
        "{\"UploadSessions\":[{\"StoreRelativePath\":\"a\",\"FileSize\":\"x\"}]}",
        "{\"UploadSessions\":[{\"StoreRelativePath\":\"a\",\"FileSize\":\"10\",\"SessionId\":"
            + "\"0f0e0d0c-0b0a-0908-0706-050403020100\",\"ModifiedDate\":\"yesterday\"}]}",
        "{\"UploadSessions\":[{\"StoreRelativePath\":\"a\",\"FileSize\":\"10\",\"SessionId\":"
            + "\"0f0e0d0c-0b0a-0908-0706-050403020100\",\"ModifiedDate\":\"2026-11-25T00:00:00.000Z\","
            + "\"ExpectedRanges\":[{\"StartPosition\":\"9\",\"EndPosition\":\"3\"}]}]}",
        "{\"UploadSessions\":[{\"StoreRelativePath\":\"a\",\"FileSize\":\"10\",\"SessionId\":"
            + "\"0f0e0d0c-0b0a-0908-0706-050403020100\",\"ModifiedDate\":\"2026-11-25T00:00:00.000Z\","
            + "\"ExpectedRanges\":[null]}]}"
      })
  void anAnswerThatMakesNoSenseIsAskedForAgainAndNoAnswerInTheEnd(String body) {
    for (int i = 0; i < 3; i++) {
      store.enqueue(Fault.reply(json(body), Work.NEVER));
    }
    var failure =
        catchThrowableOfType(
            ImageStoreUnreachableException.class, () -> client.getUploadSession(UUID.randomUUID()));
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure)
        .hasMessageContaining("no answer came from")
        .hasMessageEndingWith("Call again.");
  }

  private void put(String path, int size) {
    UUID id = UUID.randomUUID();
    client.uploadChunk(path, id, new ByteRange(0, size - 1, size), new byte[size]);
    client.commitUploadSession(id);
  }

  private static Reply json(String body) {
    return Reply.of(200).header("Content-Type", "application/json").body(body);
  }
}
