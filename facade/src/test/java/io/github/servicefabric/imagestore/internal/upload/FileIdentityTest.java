package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Each part of what a file is known by tells that it is another, whatever the others say. */
class FileIdentityTest {
  private static final FileTime WRITTEN = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final FileTime LATER = FileTime.from(Instant.parse("2026-01-01T00:00:00.001Z"));
  private static final FileIdentity FILE = new FileIdentity(7, WRITTEN, WRITTEN, "inode 1");

  @Test
  void whatIsDifferentIsTold() {
    assertThat(FILE.difference(new FileIdentity(8, WRITTEN, WRITTEN, "inode 1")))
        .isEqualTo("its size was 7 bytes and is 8");
    assertThat(FILE.difference(new FileIdentity(7, WRITTEN, WRITTEN, "inode 2")))
        .isEqualTo("another file took its place");
    assertThat(FILE.difference(new FileIdentity(7, LATER, WRITTEN, "inode 1")))
        .isEqualTo("it was written at 2026-01-01T00:00:00.001Z");
    assertThat(FILE.difference(new FileIdentity(7, WRITTEN, LATER, "inode 1")))
        .isEqualTo("it was changed at 2026-01-01T00:00:00.001Z");
  }

  @Test
  void theSameIsNotDifferent() {
    assertThat(FILE.difference(new FileIdentity(7, WRITTEN, WRITTEN, "inode 1"))).isNull();
    FileIdentity untold = new FileIdentity(7, WRITTEN, null, null);
    assertThat(untold.difference(new FileIdentity(7, WRITTEN, null, null))).isNull();
  }
}
