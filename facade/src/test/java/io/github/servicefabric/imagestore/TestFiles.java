package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Files to be uploaded. */
final class TestFiles {
  static final int MIB = 1024 * 1024;

  private TestFiles() {}

  /** Of bytes that the seed decides. */
  static Path write(Path file, int size, long seed) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Files.write(file, bytes);
  }

  /** Of zeros that take no space on disk. */
  static Path sparse(Path file, long size) throws IOException {
    try (RandomAccessFile all = new RandomAccessFile(file.toFile(), "rw")) {
      all.setLength(size);
    }
    return file;
  }

  /**
   * Which files this process has open, of a file or of all in a folder; none where nobody tells.
   */
  static List<Path> openHandles(Path files) throws IOException {
    Path handles = Path.of("/proc/self/fd");
    if (!Files.isDirectory(handles)) {
      return List.of();
    }
    Path real = files.toRealPath();
    List<Path> open = new ArrayList<>();
    try (Stream<Path> all = Files.list(handles)) {
      for (Path one : all.toList()) {
        try {
          Path file = one.toRealPath();
          if (file.startsWith(real)) {
            open.add(file);
          }
        } catch (IOException e) {
          // No file, or closed just now.
        }
      }
    }
    return open;
  }
}
