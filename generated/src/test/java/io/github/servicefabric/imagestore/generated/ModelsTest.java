package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.generated.model.CopyFlag;
import io.github.servicefabric.imagestore.generated.model.FileInfo;
import io.github.servicefabric.imagestore.generated.model.FileVersion;
import io.github.servicefabric.imagestore.generated.model.FolderInfo;
import io.github.servicefabric.imagestore.generated.model.ImageStoreContent;
import io.github.servicefabric.imagestore.generated.model.UploadChunkRange;
import io.github.servicefabric.imagestore.generated.model.UploadSession;
import io.github.servicefabric.imagestore.generated.model.UploadSessionInfo;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  private static final UUID ID = UUID.fromString("b1b3a6ee-94f7-44bd-bd6c-b3a9a5c5cd0e");

  static List<Map.Entry<String, Object>> examples() {
    return List.copyOf(PackedContract.examples().entrySet());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleComesBackAsItWent(Map.Entry<String, Object> example) throws Exception {
    String json = Json.moshi().adapter(Object.class).toJson(example.getValue());
    Type model = Class.forName(CopyFlag.class.getPackageName() + "." + example.getKey());
    JsonAdapter<Object> adapter = Json.moshi().adapter(model);

    Object read = adapter.fromJson(json);

    assertThat(adapter.toJson(read)).isEqualTo(json);
    assertThat(read).isEqualTo(adapter.fromJson(json)).hasSameHashCodeAs(adapter.fromJson(json));
  }

  @Test
  void aSessionTellsWhatIsMissing() throws IOException {
    UploadSession read =
        read(
            UploadSession.class,
            "{\"UploadSessions\":[{\"StoreRelativePath\":\"a/b c\",\"SessionId\":\""
                + ID
                + "\",\"ModifiedDate\":\"2026-03-27T08:15:30.000Z\","
                + "\"FileSize\":\"9223372036854775807\",\"ExpectedRanges\":["
                + "{\"StartPosition\":\"0\",\"EndPosition\":\"9\"},"
                + "{\"StartPosition\":\"20\",\"EndPosition\":\"9223372036854775806\"}]}]}");

    assertThat(read.getUploadSessions()).hasSize(1);
    UploadSessionInfo session = read.getUploadSessions().get(0);
    assertThat(session.getStoreRelativePath()).isEqualTo("a/b c");
    assertThat(session.getSessionId()).isEqualTo(ID);
    assertThat(session.getModifiedDate()).isEqualTo(OffsetDateTime.parse("2026-03-27T08:15:30Z"));
    assertThat(session.getFileSize()).isEqualTo("9223372036854775807");
    assertThat(session.getExpectedRanges())
        .containsExactly(range("0", "9"), range("20", "9223372036854775806"));
    assertThat(session.getExpectedRanges().get(0).getStartPosition()).isEqualTo("0");
    assertThat(session.getExpectedRanges().get(0).getEndPosition()).isEqualTo("9");
  }

  @Test
  void aCompleteSessionExpectsAnEmptyListOfRanges() throws IOException {
    assertThat(read(UploadSessionInfo.class, "{\"ExpectedRanges\":[]}").getExpectedRanges())
        .isEmpty();
    assertThat(read(UploadSessionInfo.class, "{}").getExpectedRanges()).isNull();
  }

  @Test
  void contentTellsFilesFoldersAndTheNextPage() throws IOException {
    ImageStoreContent read =
        read(
            ImageStoreContent.class,
            "{\"StoreFiles\":[{\"FileSize\":\"5\",\"FileVersion\":{\"VersionNumber\":\"1\","
                + "\"EpochDataLossNumber\":\"2\",\"EpochConfigurationNumber\":\"3\"},"
                + "\"ModifiedDate\":\"2026-03-27T08:15:30.123Z\",\"StoreRelativePath\":\"a\\\\b\"}],"
                + "\"StoreFolders\":[{\"StoreRelativePath\":\"a\\\\c\",\"FileCount\":\"12\"}],"
                + "\"ContinuationToken\":\"a%5Cc\",\"Later\":{\"x\":[]}}");

    FileInfo file = read.getStoreFiles().get(0);
    assertThat(file.getFileSize()).isEqualTo("5");
    assertThat(file.getStoreRelativePath()).isEqualTo("a\\b");
    assertThat(file.getModifiedDate()).isEqualTo(OffsetDateTime.parse("2026-03-27T08:15:30.123Z"));
    assertThat(file.getFileVersion())
        .isEqualTo(
            FileVersion.builder()
                .versionNumber("1")
                .epochDataLossNumber("2")
                .epochConfigurationNumber("3")
                .build());
    FolderInfo folder = read.getStoreFolders().get(0);
    assertThat(folder.getStoreRelativePath()).isEqualTo("a\\c");
    assertThat(folder.getFileCount()).isEqualTo("12");
    assertThat(read.getContinuationToken()).isEqualTo("a%5Cc");
  }

  @Test
  void whatTheServerLeavesOutIsNull() throws IOException {
    assertThat(read(ImageStoreContent.class, "{}")).isEqualTo(ImageStoreContent.builder().build());
    assertThat(read(ImageStoreContent.class, "{\"StoreFiles\":null}").getStoreFiles()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"ModifiedDate\":\"yesterday\"}", "{\"FileVersion\":7}", "[]"})
  void anotherShapeIsRefused(String json) {
    assertThatExceptionOfType(JsonDataException.class).isThrownBy(() -> read(FileInfo.class, json));
  }

  @Test
  void aCopyFlagIsAnOpenSet() throws IOException {
    assertThat(read(CopyFlag.class, "\"Echo\"")).isEqualTo(CopyFlag.ECHO);
    assertThat(read(CopyFlag.class, "\"Overwrite\"")).isEqualTo(CopyFlag.OVERWRITE);
    assertThat(read(CopyFlag.class, "\"Merge\"")).isEqualTo(CopyFlag.of("Merge"));
  }

  private static UploadChunkRange range(String start, String end) {
    return UploadChunkRange.builder().startPosition(start).endPosition(end).build();
  }

  private static <T> T read(Class<T> type, String json) throws IOException {
    return Json.moshi().adapter(type).fromJson(json);
  }
}
