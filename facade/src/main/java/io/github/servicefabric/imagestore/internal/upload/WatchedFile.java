package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to stay as it was while it is read: one handle throughout, its identity looked at
 * before the last bytes of each body are given away, and its content compared where it was read for
 * its name.
 */
final class WatchedFile implements ByteSource, Closeable {
  private final Path file;
  private final FileIdentity identity;
  private final @Nullable BlockDigests content;
  private final LongConsumer underWay;
  private final Queue<ByteBuffer> pieces = new ConcurrentLinkedQueue<>();
  private FileChannel channel;

  private WatchedFile(
      Path file,
      FileChannel channel,
      FileIdentity identity,
      @Nullable BlockDigests content,
      LongConsumer underWay) {
    this.file = file;
    this.channel = channel;
    this.identity = identity;
    this.content = content;
    this.underWay = underWay;
  }

  /**
   * Opens a file, and reads it whole where only its content tells whether it is the same.
   *
   * @param underWay is told how many bytes of a body were taken
   */
  static WatchedFile open(Path file, Resume resume, BooleanSupplier givenUp, LongConsumer underWay)
      throws SourceException {
    try {
      FileIdentity identity = FileIdentity.of(file);
      FileChannel channel = FileChannel.open(file);
      try {
        boolean hashed = resume == Resume.SAME_CONTENT || !identity.tellsChanges();
        BlockDigests content = hashed ? BlockDigests.of(channel, identity.size(), givenUp) : null;
        if (hashed && content == null) {
          throw new SourceException(
              file, "it ended while it was read, or reading was given up", null);
        }
        WatchedFile watched = new WatchedFile(file, channel, identity, content, underWay);
        watched.verify();
        return watched;
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException(file, "it cannot be read: " + e, e);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  FileIdentity identity() {
    return identity;
  }

  long size() {
    return identity.size();
  }

  @Nullable BlockDigests content() {
    return content;
  }

  /** Refuses a file that is not what it was. */
  void verify() throws SourceException {
    String difference;
    try {
      difference = identity.difference(FileIdentity.of(file));
      if (difference == null && channel().size() != identity.size()) {
        difference = "its size was " + identity.size() + " bytes and is " + channel().size();
      }
    } catch (IOException e) {
      throw new SourceException(file, "it cannot be read any more: " + e, e);
    }
    if (difference != null) {
      throw new SourceException(file, difference, null);
    }
  }

  @Override
  public Reader open() {
    return new Body();
  }

  /** An interrupt of one thread closes the channel for all. */
  private synchronized FileChannel channel() throws IOException {
    if (!channel.isOpen() && !closed) {
      channel = FileChannel.open(file);
    }
    return channel;
  }

  private boolean closed;

  @Override
  public synchronized void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read.
    }
  }

  /** One body; what is read goes out, so it counts as under way. */
  private final class Body implements Reader {
    private BlockDigests.@Nullable Comparison comparison;
    private @Nullable ByteBuffer piece;

    /** One for each body that is under way, however many there are in turn. */
    @Override
    public ByteBuffer piece(int size) {
      ByteBuffer used = pieces.poll();
      piece = used == null || used.capacity() < size ? ByteBuffer.allocate(size) : used;
      return piece;
    }

    @Override
    public void close() {
      if (piece != null) {
        pieces.add(piece);
        piece = null;
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      if (content != null && comparison == null) {
        comparison = content.from(position, channel());
      }
      int read = readOnce(into, position);
      if (read > 0) {
        if (comparison != null && !comparison.matches(into.array(), into.position() - read, read)) {
          throw new SourceException(file, "its content is not what it was", null);
        }
        underWay.accept(read);
      }
      return read;
    }

    private int readOnce(ByteBuffer into, long position) throws IOException {
      try {
        return channel().read(into, position);
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (java.nio.channels.ClosedChannelException e) {
        return channel().read(into, position);
      }
    }

    @Override
    public void beforeTheLast() throws IOException {
      if (comparison != null && !comparison.matchesToTheEnd()) {
        throw new SourceException(file, "its content is not what it was", null);
      }
      verify();
    }
  }
}
