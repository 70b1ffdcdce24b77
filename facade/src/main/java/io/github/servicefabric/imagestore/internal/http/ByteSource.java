package io.github.servicefabric.imagestore.internal.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Bytes that can be read from any position, by several at once. */
public interface ByteSource {
  /** Opened for one body. */
  Reader open() throws IOException;

  /** For messages. */
  Path file();

  /** Reads as {@link FileChannel#read(ByteBuffer, long)} does. */
  interface Reader extends Closeable {
    int read(ByteBuffer into, long position) throws IOException;

    /** To read into; of another size where the source keeps one. */
    default ByteBuffer piece(int size) {
      return ByteBuffer.allocate(size);
    }

    /** Called when all is read and the last of it not yet given away; throws to keep it back. */
    default void beforeTheLast() throws IOException {}

    @Override
    default void close() throws IOException {}
  }

  /** A file, opened anew for each body. */
  record OfFile(Path file) implements ByteSource {
    @Override
    public Reader open() throws IOException {
      FileChannel channel = FileChannel.open(file);
      return new Reader() {
        @Override
        public int read(ByteBuffer into, long position) throws IOException {
          return channel.read(into, position);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }
  }

  /** Bytes of which the first is at a certain position. */
  final class OfBytes implements ByteSource {
    private final byte[] bytes;
    private final long first;

    public OfBytes(byte[] bytes, long first) {
      this.bytes = bytes.clone();
      this.first = first;
    }

    @Override
    public Reader open() {
      return (into, position) -> {
        int from = (int) (position - first);
        int length = Math.min(into.remaining(), bytes.length - from);
        into.put(bytes, from, length);
        return length;
      };
    }

    @Override
    public Path file() {
      return Path.of("");
    }
  }
}
