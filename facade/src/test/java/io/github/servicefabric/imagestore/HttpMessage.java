package io.github.servicefabric.imagestore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Requests and answers as servers of tests read them: a head, and as much body as it announces. */
final class HttpMessage {
  private static final String LENGTH = "content-length:";

  private HttpMessage() {}

  /** Reads a whole one; empty where the other side ends the connection instead. */
  static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next == -1) {
        return new byte[0];
      }
      read.write(next);
      head = next == '\n' ? read.toString(ISO_8859_1) : head;
    }
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        read.write(in.readNBytes(Integer.parseInt(line.substring(LENGTH.length()).strip())));
      }
    }
    return read.toByteArray();
  }
}
