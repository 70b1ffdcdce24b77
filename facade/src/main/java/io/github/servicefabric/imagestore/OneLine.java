package io.github.servicefabric.imagestore;

/** Foreign text made fit for a message or a log: one line, bounded, no control characters. */
final class OneLine {
  private OneLine() {}

  static String of(String text, int most) {
    // The bound comes first, so that the cost does not depend on what was sent.
    String head = text.length() <= most ? text : text.substring(0, most) + "…";
    return head.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
  }
}
