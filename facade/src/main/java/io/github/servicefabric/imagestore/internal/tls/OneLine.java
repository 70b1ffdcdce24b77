package io.github.servicefabric.imagestore.internal.tls;

/** Foreign text made fit for a message or a log: one line, bounded, no control characters. */
public final class OneLine {
  private OneLine() {}

  public static String of(String text, int most) {
    // The bound comes first, so that the cost does not depend on what was sent.
    String head = text.length() <= most ? text : text.substring(0, most) + "…";
    int plain = 0;
    while (plain < head.length() && isPlain(head.charAt(plain))) {
      plain++;
    }
    return (plain == head.length() ? head : folded(head)).strip();
  }

  private static String folded(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        line.append(c);
      } else if (!gap) {
        line.append(' ');
      }
      gap = !isPlain(c);
    }
    return line.toString();
  }

  private static boolean isPlain(char c) {
    return c == ' '
        || !(Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c));
  }
}
