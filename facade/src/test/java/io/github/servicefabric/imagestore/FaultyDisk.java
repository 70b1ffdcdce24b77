package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Set;

/** Files on a disk that reads as it likes. */
final class FaultyDisk extends WrappedFiles {
  /** One read; may throw, read less than is asked for, or do something to the file first. */
  interface Reading {
    int read(FileChannel file, ByteBuffer into, long position) throws IOException;
  }

  private final boolean ctime;
  private volatile Reading reading = FileChannel::read;
  private volatile boolean gone;

  FaultyDisk(Path on, boolean ctime) {
    super(on.getFileSystem());
    this.ctime = ctime;
  }

  void reading(Reading how) {
    reading = how;
  }

  /** From now on nothing is known of any file, and none can be opened. */
  void goAway() {
    gone = true;
  }

  @Override
  void look(Path file) throws AccessDeniedException {
    if (gone) {
      throw new AccessDeniedException(file.toString());
    }
  }

  @Override
  FileChannel read(FileChannel file) {
    return new Channel(file);
  }

  @Override
  Set<String> views(Set<String> real) {
    return ctime ? real : Set.of("basic");
  }

  private final class Channel extends FileChannel {
    private final FileChannel file;

    Channel(FileChannel file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return reading.read(file, into, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    @Override
    public int read(ByteBuffer into) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void force(boolean metaData) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
