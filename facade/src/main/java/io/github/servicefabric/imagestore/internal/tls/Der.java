package io.github.servicefabric.imagestore.internal.tls;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of DER, read just well enough to tell what a file holds. What is no DER has no
 * children.
 *
 * @param end where it ends by its own length, which may be beyond what is there
 */
record Der(byte[] bytes, int tag, int start, long end) {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int VERSION = 0xa0;

  private static final int LONG_FORM = 0x80;
  private static final int MOST_LENGTH_BYTES = 4;
  private static final int MOST_CHILDREN = 64;
  private static final int DEEPEST = 12;

  static @Nullable Der of(byte[] bytes) {
    return at(bytes, 0, bytes.length);
  }

  private static @Nullable Der at(byte[] bytes, int from, int to) {
    if (to - from < 2) {
      return null;
    }
    int start = from + 2;
    long length = bytes[from + 1] & 0xff;
    if (length >= LONG_FORM) {
      int count = (int) length - LONG_FORM;
      if (count == 0 || count > MOST_LENGTH_BYTES || start + count > to) {
        return null;
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | bytes[start + i] & 0xff;
      }
      start += count;
    }
    return new Der(bytes, bytes[from] & 0xff, start, start + length);
  }

  /** Whether it would go on where the bytes end. */
  boolean isCut() {
    return end > bytes.length;
  }

  private int there() {
    return (int) Math.min(end, bytes.length);
  }

  List<Der> children() {
    List<Der> children = new ArrayList<>();
    int from = start;
    Der child = at(bytes, from, there());
    while (child != null && children.size() < MOST_CHILDREN) {
      children.add(child);
      from = (int) Math.min(child.end, bytes.length);
      child = at(bytes, from, there());
    }
    return children;
  }

  /** Whether the first children have these tags, and whether there are that many. */
  boolean startsWith(int... tags) {
    List<Der> children = children();
    for (int i = 0; i < tags.length; i++) {
      if (i >= children.size() || children.get(i).tag != tags[i]) {
        return false;
      }
    }
    return true;
  }

  /** The value of a small integer, -1 for any other. */
  int number() {
    return tag == INTEGER && end - start == 1 && !isCut() ? bytes[start] : -1;
  }

  /** The object identifiers in it, from first to last, those within octet strings included. */
  List<String> oids() {
    List<String> oids = new ArrayList<>();
    collect(oids, DEEPEST);
    return oids;
  }

  private void collect(List<String> oids, int depth) {
    if (tag == OID) {
      oids.add(dotted());
    } else if (depth > 0 && ((tag & 0x20) != 0 || tag == OCTET_STRING)) {
      for (Der child : children()) {
        child.collect(oids, depth - 1);
      }
    }
  }

  private String dotted() {
    StringBuilder dotted = new StringBuilder();
    BigInteger part = BigInteger.ZERO;
    for (int i = start; i < there(); i++) {
      part = part.shiftLeft(7).or(BigInteger.valueOf(bytes[i] & 0x7f));
      if (bytes[i] >= 0) {
        if (dotted.isEmpty()) {
          int first = part.min(BigInteger.TWO.multiply(BigInteger.valueOf(40))).intValue() / 40;
          dotted.append(first).append('.');
          part = part.subtract(BigInteger.valueOf(40L * first));
        } else {
          dotted.append('.');
        }
        dotted.append(part);
        part = BigInteger.ZERO;
      }
    }
    return dotted.toString();
  }
}
