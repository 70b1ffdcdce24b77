package io.github.servicefabric.imagestore.internal.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many handles of a file this process has, as Linux tells. */
final class OpenHandles {
  private OpenHandles() {}

  static long of(Path file) throws IOException {
    Path real = file.toRealPath();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(handle -> leadsTo(real, handle)).count();
    }
  }

  private static boolean leadsTo(Path file, Path handle) {
    try {
      return handle.toRealPath().equals(file);
    } catch (IOException e) {
      // No file, or closed just now.
      return false;
    }
  }
}
