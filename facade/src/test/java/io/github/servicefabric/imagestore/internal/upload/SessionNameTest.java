package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever tells two uploads apart is in the name of their session, and nothing else is. */
class SessionNameTest {
  private static final FileTime WRITTEN = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final FileTime LATER = FileTime.from(Instant.parse("2026-01-01T00:00:00.001Z"));
  private static final FileIdentity FILE = new FileIdentity(7, WRITTEN, WRITTEN, "inode 1");
  private static final Path PATH = Path.of("/work/file");
  private static final byte @Nullable [] UNREAD = null;

  private static UUID name(
      String storePath,
      Path file,
      FileIdentity identity,
      byte @Nullable [] content,
      Resume resume) {
    return SessionName.of(StorePath.of("path", storePath), file, identity, content, resume);
  }

  private static byte[] digest(int seed) {
    byte[] digest = new byte[32];
    Arrays.fill(digest, (byte) seed);
    return digest;
  }

  @Test
  void ofAnUnchangedFileAllOfItsIdentityIsInIt() {
    Resume how = Resume.UNCHANGED_FILE;
    List<UUID> all =
        List.of(
            name("f", PATH, FILE, UNREAD, how),
            name("g", PATH, FILE, UNREAD, how),
            name("f", Path.of("/work/other"), FILE, UNREAD, how),
            name("f", PATH, new FileIdentity(8, WRITTEN, WRITTEN, "inode 1"), UNREAD, how),
            name("f", PATH, new FileIdentity(7, LATER, WRITTEN, "inode 1"), UNREAD, how),
            name("f", PATH, new FileIdentity(7, WRITTEN, LATER, "inode 1"), UNREAD, how),
            name("f", PATH, new FileIdentity(7, WRITTEN, null, "inode 1"), UNREAD, how),
            name("f", PATH, new FileIdentity(7, WRITTEN, WRITTEN, "inode 2"), UNREAD, how),
            name("f", PATH, FILE, digest(1), how),
            name("f", PATH, FILE, digest(2), how));
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void ofTheSameContentNothingElseOfTheFileIsInIt() {
    Resume how = Resume.SAME_CONTENT;
    UUID name = name("f", PATH, FILE, digest(1), how);
    FileIdentity other = new FileIdentity(7, LATER, LATER, "inode 2");
    assertThat(name("f", Path.of("/work/other"), other, digest(1), how)).isEqualTo(name);
    assertThat(name("f", PATH, FILE, digest(2), how)).isNotEqualTo(name);
    assertThat(name("g", PATH, FILE, digest(1), how)).isNotEqualTo(name);
    assertThat(name("f", PATH, FILE, digest(1), Resume.UNCHANGED_FILE)).isNotEqualTo(name);
  }

  /** However the caller writes it, and from wherever. */
  @Test
  void aPathIsMadeAbsoluteAndNormalised() {
    Path relative = Path.of("file");
    UUID name = name("App/f", relative, FILE, UNREAD, Resume.UNCHANGED_FILE);
    for (Path same : List.of(relative.toAbsolutePath(), Path.of("folder", "..", "file"))) {
      assertThat(name("App/f", same, FILE, UNREAD, Resume.UNCHANGED_FILE)).isEqualTo(name);
    }
    for (String same : List.of("App\\f", "/App//f/")) {
      assertThat(name(same, relative, FILE, UNREAD, Resume.UNCHANGED_FILE)).isEqualTo(name);
    }
  }

  @Test
  void wherePartsOfItEndIsInIt() {
    FileIdentity one = new FileIdentity(7, WRITTEN, "ab", "c");
    FileIdentity two = new FileIdentity(7, WRITTEN, "a", "bc");
    assertThat(name("f", PATH, one, UNREAD, Resume.UNCHANGED_FILE))
        .isNotEqualTo(name("f", PATH, two, UNREAD, Resume.UNCHANGED_FILE));
  }

  @Test
  void withNeverItIsAnotherEachTime() {
    Set<UUID> names = new LinkedHashSet<>();
    for (int i = 0; i < 10; i++) {
      names.add(name("f", PATH, FILE, UNREAD, Resume.NEVER));
    }
    assertThat(names).hasSize(10);
  }

  @ParameterizedTest
  @EnumSource(
      value = Resume.class,
      names = {"UNCHANGED_FILE", "SAME_CONTENT"})
  void itIsOfVersion8(Resume how) {
    // So many that what is left to the hash would not be right by chance.
    for (int size = 0; size < 50; size++) {
      FileIdentity identity = new FileIdentity(size, WRITTEN, WRITTEN, "inode 1");
      UUID name = name("f", PATH, identity, digest(1), how);
      assertThat(name.version()).isEqualTo(8);
      assertThat(name.variant()).isEqualTo(2);
    }
  }

  /** A later release finds the sessions of this one, unless it raises the version of the format. */
  @Test
  void itStaysTheSameFromReleaseToRelease() {
    assertThat(name("App/f", PATH, FILE, digest(1), Resume.SAME_CONTENT))
        .hasToString("c8984b35-97ce-8cf5-ab03-580e4e6638a0");
  }
}
