package io.github.servicefabric.imagestore.testing;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the gateway makes of a {@code Content-Range} header; both ends are inclusive. */
record ContentRange(long first, long last, long total) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final String UNIT = "bytes";
  private static final ContentRange OF_NOTHING = new ContentRange(0, 0, 0);

  /** Null where the gateway refuses the header. A missing one is taken as {@code 0-0/0}. */
  static @Nullable ContentRange read(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return OF_NOTHING;
    }
    String value = header.startsWith(UNIT) ? header.substring(UNIT.length()).strip() : header;
    List<String> halves = parts(value, "/");
    if (halves.size() != 2 || !isNumber(halves.get(1))) {
      return null;
    }
    long total = Long.parseLong(halves.get(1));
    List<String> ends = parts(halves.get(0), "-");
    if (ends.size() != 2) {
      return new ContentRange(0, 0, total);
    }
    if (!isNumber(ends.get(0)) || !isNumber(ends.get(1))) {
      return null;
    }
    long first = Long.parseLong(ends.get(0));
    long last = Long.parseLong(ends.get(1));
    return first > last || last > total ? null : new ContentRange(first, last, total);
  }

  /** Empty parts do not count. */
  private static List<String> parts(String value, String separator) {
    return Arrays.stream(value.split(separator)).filter(part -> !part.isEmpty()).toList();
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }
}
