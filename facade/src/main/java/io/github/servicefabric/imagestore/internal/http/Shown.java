package io.github.servicefabric.imagestore.internal.http;

/**
 * What a caller passed in, for a message: in quotes, cut, and with nothing in it that is unseen.
 */
public final class Shown {
  private static final int LONGEST = 100;

  private Shown() {}

  public static String of(String value) {
    String head = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    StringBuilder shown = new StringBuilder(head.length() + 2).append('"');
    head.codePoints()
        .forEach(
            c -> {
              if (isInvisible(c)) {
                for (char unit : Character.toChars(c)) {
                  shown.append(String.format("\\u%04X", (int) unit));
                }
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.append('"').toString();
  }

  public static boolean hasInvisible(String value) {
    // No stream, for every client that is made comes by, and streams take a while to load.
    for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
      if (isInvisible(value.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** A blank is seen between quotes; what else looks like one, or like nothing, is not. */
  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> isBlankLetter(c);
    };
  }

  /** Letters and marks that Unicode has no shape for. */
  private static boolean isBlankLetter(int c) {
    return c == 0x034f
        || c == 0x115f
        || c == 0x1160
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xffa0
        || (c >= 0xe0100 && c <= 0xe01ef);
  }
}
