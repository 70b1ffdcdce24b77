package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.UploadOptions.Resume;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.RangeBody;
import io.github.servicefabric.imagestore.internal.http.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Queue;
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
  private final Queue<ByteBuffer> pieces;
  private FileChannel channel;
  private boolean closed;

  private WatchedFile(
      Path file,
      FileChannel channel,
      FileIdentity identity,
      @Nullable BlockDigests content,
      LongConsumer underWay,
      Queue<ByteBuffer> pieces) {
    this.file = file;
    this.pieces = pieces;
    this.channel = channel;
    this.identity = identity;
    this.content = content;
    this.underWay = underWay;
  }

  /**
   * Opens a file, and reads it whole where only its content tells whether it is the same.
   *
   * @param underWay is told how many bytes of a body were taken
   * @param pieces what is read into, and put back: one for each body that is under way, whatever
   *     number of files they are of
   */
  static WatchedFile open(
      Path file,
      Resume resume,
      BooleanSupplier givenUp,
      LongConsumer underWay,
      Queue<ByteBuffer> pieces)
      throws SourceException, ClosedByInterruptException {
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
        WatchedFile watched = new WatchedFile(file, channel, identity, content, underWay, pieces);
        if (hashed) {
          // Otherwise the end of each body is soon enough.
          watched.verify();
        }
        return watched;
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    } catch (SourceException | ClosedByInterruptException e) {
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
  void verify() throws SourceException, ClosedByInterruptException {
    String difference;
    try {
      difference = identity.difference(FileIdentity.of(file));
      long now = difference == null ? onChannel(FileChannel::size) : identity.size();
      if (now != identity.size()) {
        difference = "its size was " + identity.size() + " bytes and is " + now;
      }
    } catch (ClosedByInterruptException e) {
      throw e;
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

  private interface Use<T> {
    T of(FileChannel channel) throws IOException;
  }

  /**
   * An interrupt of one thread closes the channel for all, whose reads it does not concern. A
   * channel that is opened again is of the same file, or the next look at its identity tells.
   */
  private <T> T onChannel(Use<T> use) throws IOException {
    while (true) {
      FileChannel now = channel();
      try {
        return use.of(now);
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (ClosedChannelException e) {
        if (isClosed()) {
          throw e;
        }
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized FileChannel channel() throws IOException {
    if (!channel.isOpen() && !closed) {
      channel = FileChannel.open(file);
    }
    return channel;
  }

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

    @Override
    public ByteBuffer piece(int size) {
      ByteBuffer used = pieces.poll();
      // Outside the heap, which spares a copy of all that is read.
      piece = used == null ? ByteBuffer.allocateDirect(RangeBody.PIECE) : used;
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
        comparison = content.from(position, this::readOn);
      }
      int read = readOn(into, position);
      if (read > 0) {
        ByteBuffer taken = into.slice(into.position() - read, read);
        if (comparison != null && !comparison.matches(taken)) {
          throw new SourceException(file, "its content is not what it was", null);
        }
        underWay.accept(read);
      }
      return read;
    }

    private int readOn(ByteBuffer into, long position) throws IOException {
      return onChannel(channel -> channel.read(into, position));
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
