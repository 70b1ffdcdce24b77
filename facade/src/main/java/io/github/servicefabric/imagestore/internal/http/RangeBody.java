package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Exactly one range of a source, or a failure; 64 KiB of it are in memory at a time. Its size is
 * known, so it never goes in pieces that the gateway would take for nothing.
 */
public final class RangeBody extends RequestBody {
  /** So many bytes are read at once. */
  public static final int PIECE = 64 * 1024;

  private static final int SEGMENT = 8 * 1024;
  private static final MediaType TYPE = MediaType.get("application/octet-stream");

  private final ByteSource source;
  private final long first;
  private final long length;

  private RangeBody(ByteSource source, long first, long length) {
    this.source = source;
    this.first = first;
    this.length = length;
  }

  /**
   * The range of so many bytes from the first one on. As a plain body, so that who never sends one
   * need not load this class.
   */
  public static RequestBody of(ByteSource source, long first, long length) {
    return new RangeBody(source, first, length);
  }

  @Override
  public @Nullable MediaType contentType() {
    return TYPE;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    writeTo(sink, sent -> {});
  }

  /** Is told of the bytes that went out since it was told last. */
  interface Progress {
    void sent(int bytes) throws IOException;
  }

  void writeTo(BufferedSink sink, Progress progress) throws IOException {
    try (ByteSource.Reader reader = open()) {
      ByteBuffer piece = reader.piece((int) Math.min(PIECE, Math.max(1, length)));
      long position = first;
      long end = first + length;
      if (length == 0) {
        reader.beforeTheLast();
      }
      while (position < end) {
        piece.clear().limit((int) Math.min(Math.min(PIECE, piece.capacity()), end - position));
        int read = read(reader, piece, position);
        position += read;
        progress.sent(read);
        if (position == end) {
          reader.beforeTheLast();
        }
        write(sink, piece.flip());
      }
    }
  }

  /** A segment at a time, for of these Okio keeps only a few to be used again. */
  private static void write(BufferedSink sink, ByteBuffer piece) throws IOException {
    int end = piece.limit();
    while (piece.position() < end) {
      piece.limit(Math.min(end, piece.position() + SEGMENT));
      sink.write(piece);
    }
  }

  private ByteSource.Reader open() throws IOException {
    try {
      return source.open();
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException(source.file(), "it cannot be opened: " + e, e);
    }
  }

  private int read(ByteSource.Reader reader, ByteBuffer piece, long position) throws IOException {
    int read;
    try {
      read = reader.read(piece, position);
    } catch (SourceException | ClosedByInterruptException e) {
      // An interrupt says nothing of the source.
      throw e;
    } catch (IOException e) {
      throw new SourceException(
          source.file(), "it cannot be read at byte " + position + ": " + e, e);
    }
    if (read <= 0) {
      throw new SourceException(source.file(), "it ends at byte " + position, null);
    }
    return read;
  }
}
