package io.github.servicefabric.imagestore.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of one request, taken from its connection piece by piece. Of an upload only length and
 * digest are kept, of a copy the text, of the others nothing.
 */
final class Body {
  /** What the gateway takes of bodies that it reads into memory. */
  private static final int LARGEST_TEXT = 4 * 1024 * 1024;

  private final InputStream in;
  private final boolean chunked;
  private final Received received;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(0);
  private final boolean keepsText;
  private final boolean upload;
  private long uploadLeft;
  private long pieceLeft;
  private long size;
  private boolean begun;
  private boolean atEnd;

  Body(InputStream in, GatewayRequest request, boolean hashing) {
    StoreOperation operation = request.operation();
    this.upload = operation != null && operation.isUpload();
    this.in = in;
    this.chunked = request.isChunked();
    this.received = new Received(hashing && upload);
    this.keepsText = operation == StoreOperation.COPY_CONTENT;
    this.uploadLeft = upload ? request.uploadedLength() : 0;
    this.pieceLeft = chunked ? 0 : Math.max(request.contentLength(), 0);
    this.atEnd = !chunked && pieceLeft == 0;
  }

  /** Takes at most so many bytes; 0 at the end. */
  int take(byte[] buffer, long most) throws IOException {
    if (chunked && pieceLeft == 0 && !atEnd) {
      nextPiece();
    }
    if (atEnd) {
      return 0;
    }
    int read = in.read(buffer, 0, (int) Math.min(Math.min(most, buffer.length), pieceLeft));
    if (read < 0) {
      throw new EOFException("the body broke off");
    }
    keep(buffer, read);
    pieceLeft -= read;
    atEnd = !chunked && pieceLeft == 0;
    return read;
  }

  private void keep(byte[] buffer, int read) {
    size += read;
    int wanted = (int) Math.min(read, uploadLeft);
    received.take(buffer, wanted);
    uploadLeft -= wanted;
    if (keepsText && size <= LARGEST_TEXT) {
      text.write(buffer, 0, read);
    }
  }

  private void nextPiece() throws IOException {
    if (begun) {
      line();
    }
    begun = true;
    pieceLeft = Long.parseLong(line().replaceFirst(";.*", "").strip(), 16);
    if (pieceLeft == 0) {
      atEnd = true;
      while (!line().isEmpty()) {
        // Trailers.
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() > 1024) {
        throw new EOFException("the body broke off");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  boolean isAtEnd() {
    return atEnd;
  }

  /** Tells whether the gateway has what it wants of it, which may be less than comes. */
  boolean isTaken() {
    return atEnd || (upload && uploadLeft == 0);
  }

  /** How many bytes have come so far. */
  long size() {
    return size;
  }

  boolean tooLarge() {
    return keepsText && size > LARGEST_TEXT;
  }

  Received received() {
    return received;
  }

  byte[] text() {
    return text.toByteArray();
  }
}
