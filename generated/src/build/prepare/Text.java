package prepare;

/** What a contract says, made fit for a string literal or a comment of Java. */
final class Text {
  /** Marks a line of Javadoc that may be too long, for the step that wraps lines. */
  private static final String MARK = "\uE000";

  private Text() {}

  /**
   * The inside of a string literal: ASCII without control characters, so that no compiler reads it
   * otherwise.
   */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> literal.append('\\').append(c);
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        default -> {
          if (c < ' ') {
            literal.append(String.format("\\%03o", (int) c));
          } else if (c > '~') {
            literal.append(String.format("\\u%04x", (int) c));
          } else {
            literal.append(c);
          }
        }
      }
    }
    return literal.toString();
  }

  /**
   * Text for Javadoc, in one line: whatever ends a line becomes a blank, and nothing is left that
   * HTML, Javadoc, the compiler or the step that wraps lines would take for its own.
   */
  static String javadoc(String text) {
    StringBuilder doc = new StringBuilder();
    text.codePoints().forEach(c -> doc.append(javadoc(c)));
    String line = doc.toString().replace("*/", "*&#47;").replace("/*", "&#47;*").strip();
    return line.isEmpty() ? "" : MARK + line;
  }

  private static String javadoc(int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR:
      case Character.SURROGATE, Character.UNASSIGNED:
        return " ";
      case Character.PRIVATE_USE, Character.FORMAT:
        return "&#" + c + ";";
      default:
        return switch (c) {
          case '&' -> "&amp;";
          case '<' -> "&lt;";
          case '>' -> "&gt;";
          case '@' -> "&#64;";
          case '\\' -> "&#92;";
          default -> Character.toString(c);
        };
    }
  }

  /** The given text for Javadoc, or else the other one. */
  static String javadoc(String text, String otherwise) {
    String doc = text == null ? "" : javadoc(text);
    return doc.isEmpty() ? javadoc(otherwise) : doc;
  }
}
