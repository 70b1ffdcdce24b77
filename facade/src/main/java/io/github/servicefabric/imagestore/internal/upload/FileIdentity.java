package io.github.servicefabric.imagestore.internal.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By what a file is known to be the same and unwritten.
 *
 * @param changed the time of the last change of anything about it, which nobody can set; null where
 *     the file system does not tell it
 * @param key which file it is on its file system; null where that does not tell
 */
record FileIdentity(long size, FileTime modified, @Nullable Object changed, @Nullable Object key) {
  static FileIdentity of(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      try {
        Map<String, Object> all =
            Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,fileKey");
        return new FileIdentity(
            (Long) all.get("size"),
            (FileTime) all.get("lastModifiedTime"),
            all.get("ctime"),
            all.get("fileKey"));
      } catch (IllegalArgumentException | UnsupportedOperationException e) {
        // A file system that has the view by name alone.
      }
    }
    BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileIdentity(basic.size(), basic.lastModifiedTime(), null, basic.fileKey());
  }

  boolean tellsChanges() {
    return changed != null;
  }

  /** What is different; null where nothing is. */
  @Nullable String difference(FileIdentity now) {
    if (size != now.size) {
      return "its size was " + size + " bytes and is " + now.size;
    }
    if (!Objects.equals(key, now.key)) {
      return "another file took its place";
    }
    if (!modified.equals(now.modified)) {
      return "it was written at " + now.modified;
    }
    return Objects.equals(changed, now.changed) ? null : "it was changed at " + now.changed;
  }
}
