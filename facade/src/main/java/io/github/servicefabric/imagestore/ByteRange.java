package io.github.servicefabric.imagestore;

/**
 * A range of a file's bytes, both ends included, as the {@code Content-Range} header of the
 * operation "Upload File Chunk" and the expected ranges of an upload session have it.
 *
 * @param first the position of the first byte, from 0
 * @param last the position of the last byte, not before the first and before the total
 * @param total the size of the whole file in bytes, 1 or more: an empty file has no range
 */
public record ByteRange(long first, long last, long total) {
  /**
   * Checks the range.
   *
   * @param first the position of the first byte
   * @param last the position of the last byte
   * @param total the size of the whole file
   * @throws IllegalArgumentException if it does not lie within a file of this size
   */
  public ByteRange {
    if (first < 0 || last < first || last >= total) {
      throw new IllegalArgumentException(
          "a range must have 0 <= first <= last < total, but was "
              + first
              + "-"
              + last
              + "/"
              + total
              + (total == 0 ? ": an empty file cannot go in chunks" : ""));
    }
  }

  /** {@return the number of bytes, 1 or more} */
  public long length() {
    return last - first + 1;
  }

  /** Returns the form of the header, such as {@code bytes 0-9/100}. */
  @Override
  public String toString() {
    return "bytes " + first + "-" + last + "/" + total;
  }
}
