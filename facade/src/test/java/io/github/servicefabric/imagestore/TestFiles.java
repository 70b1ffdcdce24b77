package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

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
}
