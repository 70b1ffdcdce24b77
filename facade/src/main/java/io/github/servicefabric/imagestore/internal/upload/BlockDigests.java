package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.internal.http.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file as it was first read: a digest of the whole, and of each block of 1 MiB, so
 * that what is sent later can be compared with it.
 */
final class BlockDigests {
  static final int BLOCK = 1024 * 1024;
  private static final int PIECE = 64 * 1024;
  private static final int LENGTH = 32;

  private final long size;
  private final byte[] whole;
  private final byte[] blocks;

  private BlockDigests(long size, byte[] whole, byte[] blocks) {
    this.size = size;
    this.whole = whole;
    this.blocks = blocks;
  }

  /** Reads a file to the end; null where it ended early, or reading was given up. */
  static @Nullable BlockDigests of(FileChannel channel, long size, BooleanSupplier givenUp)
      throws IOException {
    MessageDigest all = sha256();
    MessageDigest block = sha256();
    byte[] digests = new byte[Math.toIntExact((size + BLOCK - 1) / BLOCK * LENGTH)];
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    int blocks = 0;
    for (long position = 0; position < size; ) {
      piece.clear().limit((int) Math.min(PIECE, size - position));
      int read = channel.read(piece, position);
      if (read <= 0 || givenUp.getAsBoolean()) {
        return null;
      }
      all.update(piece.array(), 0, read);
      position = add(block, piece.array(), read, position, digests, blocks);
      blocks = (int) (position / BLOCK);
    }
    if (size % BLOCK != 0) {
      System.arraycopy(block.digest(), 0, digests, digests.length - LENGTH, LENGTH);
    }
    return new BlockDigests(size, all.digest(), digests);
  }

  private static long add(
      MessageDigest block, byte[] piece, int read, long position, byte[] digests, int at) {
    int toEnd = (int) Math.min(read, BLOCK - position % BLOCK);
    block.update(piece, 0, toEnd);
    if ((position + toEnd) % BLOCK == 0) {
      System.arraycopy(block.digest(), 0, digests, at * LENGTH, LENGTH);
      block.update(piece, toEnd, read - toEnd);
    }
    return position + read;
  }

  byte[] whole() {
    return whole.clone();
  }

  /** Compares what is read from a position on with what was read first. */
  Comparison from(long first, ByteSource.Reader file) throws IOException {
    return new Comparison(first, file);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Follows the bytes of one body; where it begins or ends in a block, it reads the rest. */
  final class Comparison {
    private final ByteSource.Reader file;
    private final MessageDigest block = sha256();
    private long position;

    private Comparison(long first, ByteSource.Reader file) throws IOException {
      this.file = file;
      this.position = first;
      long start = first - first % BLOCK;
      readInto(start, first);
    }

    /** Takes in what was read; false where it is not what was read first. */
    boolean matches(ByteBuffer piece) {
      while (piece.hasRemaining()) {
        int toEnd = (int) Math.min(piece.remaining(), BLOCK - position % BLOCK);
        block.update(piece.slice(piece.position(), toEnd));
        piece.position(piece.position() + toEnd);
        position += toEnd;
        if ((position % BLOCK == 0 || position == size) && !isEqual(block.digest())) {
          return false;
        }
      }
      return true;
    }

    /** Reads on to the end of the last block; false where it is not what was read first. */
    boolean matchesToTheEnd() throws IOException {
      if (position % BLOCK == 0 || position == size) {
        return true;
      }
      long end = Math.min(size, position - position % BLOCK + BLOCK);
      readInto(position, end);
      position = end;
      return isEqual(block.digest());
    }

    private boolean isEqual(byte[] digest) {
      int at = (int) ((position - 1) / BLOCK) * LENGTH;
      return Arrays.equals(digest, 0, LENGTH, blocks, at, at + LENGTH);
    }

    private void readInto(long from, long to) throws IOException {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      for (long at = from; at < to; ) {
        piece.clear().limit((int) Math.min(PIECE, to - at));
        int read = file.read(piece, at);
        if (read <= 0) {
          return;
        }
        block.update(piece.array(), 0, read);
        at += read;
      }
    }
  }
}
