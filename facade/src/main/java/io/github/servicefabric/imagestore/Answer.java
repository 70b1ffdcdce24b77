package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.OneLine;

/**
 * An answer other than 200, as far as anyone needs it.
 *
 * @param status the HTTP status
 * @param code the Fabric error code as sent, empty where there was none
 * @param message the text that came with the code, empty where there was none
 * @param excerpt how a body that is no FabricError begins, empty where there was none
 * @param page whether the body is an HTML page, as the HTTP layer below the gateway sends
 */
record Answer(int status, String code, String message, String excerpt, boolean page) {
  private static final int LONGEST_TEXT = 300;

  static Answer withoutBody(int status) {
    return new Answer(status, "", "", "", false);
  }

  String inWords() {
    StringBuilder words = new StringBuilder("HTTP ").append(status);
    if (!code.isEmpty()) {
      words.append(' ').append(OneLine.of(code, LONGEST_TEXT));
    }
    // The runtime prints the word where it has no text.
    if (!message.isEmpty() && !message.equals("Null")) {
      words.append(": \"").append(OneLine.of(message, LONGEST_TEXT)).append('"');
    }
    if (!excerpt.isEmpty()) {
      words.append(" with a body that is no FabricError: \"").append(excerpt).append('"');
    }
    return words.toString();
  }
}
