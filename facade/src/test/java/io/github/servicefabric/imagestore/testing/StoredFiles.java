package io.github.servicefabric.imagestore.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files of the image store, whose paths compare without case. */
final class StoredFiles {
  static final String MARK = "_.dir";

  private static final long FIRST_DATA_LOSS = 132_000_000_000_000_000L;
  private static final long FIRST_CONFIGURATION = 8_589_934_592L;

  private final TreeMap<String, StoredFile> byKey = new TreeMap<>();
  private final Set<String> written = new HashSet<>();
  private boolean windows = true;
  private long version;
  private long configuration = FIRST_CONFIGURATION;

  void runOnLinux() {
    windows = false;
  }

  char separator() {
    return windows ? '\\' : '/';
  }

  /** The spelling that the store keeps of a path that was sent. */
  String normalized(String path) {
    String separators = windows ? path.replace('/', '\\') : path.replace('\\', '/');
    String trimmed = trimmed(separators, ' ');
    return trimmed(trimmed, separator());
  }

  private static String trimmed(String text, char unwanted) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == unwanted) {
      from++;
    }
    while (from < to && text.charAt(to - 1) == unwanted) {
      to--;
    }
    return text.substring(from, to);
  }

  /** What paths are compared and sorted by. */
  String key(String path) {
    return normalized(path).toLowerCase(Locale.ROOT);
  }

  void moveToAnotherReplica() {
    configuration++;
  }

  void put(String path, Content content, Instant now, @Nullable UUID upload) {
    StoredFile.Version next = new StoredFile.Version(++version, FIRST_DATA_LOSS, configuration);
    byKey.put(key(path), new StoredFile(normalized(path), content, next, now, upload));
  }

  @Nullable StoredFile file(String path) {
    return byKey.get(key(path));
  }

  /** A folder is there through its mark alone. */
  boolean isFolder(String path) {
    return byKey.containsKey(key(path) + separator() + MARK);
  }

  Collection<StoredFile> all() {
    return byKey.values();
  }

  /** The file itself or all that is below the folder, by their keys; all files for the root. */
  List<StoredFile> under(String path) {
    StoredFile file = file(path);
    if (file != null) {
      return List.of(file);
    }
    String folder = key(path);
    String prefix = folder.isEmpty() ? "" : folder + separator();
    return new ArrayList<>(byKey.subMap(prefix, prefix + Character.MAX_VALUE).values());
  }

  void delete(String path) {
    under(path).forEach(file -> byKey.remove(key(file.path())));
  }

  /** False where the source is neither a file nor a folder with its mark. */
  boolean copy(CopyRequest request, Instant now) {
    String source = normalized(request.source());
    String destination = normalized(request.destination());
    if (file(source) == null && !isFolder(source)) {
      return false;
    }
    for (StoredFile file : under(source)) {
      String target = destination + file.path().substring(source.length());
      boolean kept = !request.overwrites() && file(target) != null;
      if (!kept && !request.skips(file.name())) {
        put(target, file.content(), now, null);
      }
    }
    return true;
  }

  /** Says that something else is writing to this path, or has finished. */
  void otherWriter(String path, boolean runs) {
    if (runs) {
      written.add(key(path));
    } else {
      written.remove(key(path));
    }
  }

  boolean isBeingWritten(String path) {
    return written.contains(key(path));
  }

  boolean isBeingWrittenUnder(String path) {
    String folder = key(path);
    return written.stream()
        .anyMatch(one -> one.equals(folder) || one.startsWith(folder + separator()));
  }
}
