package io.github.servicefabric.imagestore.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import okhttp3.Headers;

/** An answer of the fake, for {@link Fault#reply}. Immutable. */
public final class Reply {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(204, "No Content"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(409, "Conflict"),
          Map.entry(411, "Length Required"),
          Map.entry(413, "Request Entity Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private final int status;
  private final String reason;
  private final Headers headers;
  private final byte[] body;

  private Reply(int status, String reason, Headers headers, byte[] body) {
    this.status = status;
    this.reason = reason;
    this.headers = headers;
    this.body = body;
  }

  /** An answer with this status, the usual reason, no header and no body. */
  public static Reply of(int status) {
    return new Reply(status, REASONS.getOrDefault(status, ""), Headers.of(), new byte[0]);
  }

  /** The same with another reason in the status line. */
  public Reply reason(String text) {
    return new Reply(status, text, headers, body);
  }

  /** The same with one more header. */
  public Reply header(String name, String value) {
    return new Reply(status, reason, headers.newBuilder().add(name, value).build(), body);
  }

  /** The same with this body, in UTF-8. {@code Content-Length} is added when it is sent. */
  public Reply body(String text) {
    return new Reply(status, reason, headers, text.getBytes(UTF_8));
  }

  int status() {
    return status;
  }

  static String reason(int status) {
    return REASONS.getOrDefault(status, "");
  }

  boolean closes() {
    return "close".equalsIgnoreCase(headers.get("Connection"));
  }

  byte[] onTheWire() {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + ' ' + reason + "\r\n");
    headers.forEach(h -> head.append(h.getFirst() + ": " + h.getSecond() + "\r\n"));
    if (status != 204 && headers.get("Content-Length") == null) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
