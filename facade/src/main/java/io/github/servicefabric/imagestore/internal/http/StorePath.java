package io.github.servicefabric.imagestore.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path in the image store in the one spelling that is used for chunks, sessions and content, for
 * a session compares it byte for byte. What the gateway would read as something else is refused.
 *
 * @param value segments joined by single slashes
 */
public record StorePath(String value) {
  /** What http.sys takes of one segment unless its registry says otherwise. */
  private static final int LONGEST_SEGMENT = 260;

  /** Of the 16,384 bytes that http.sys takes of a URL; the rest is for what stands around it. */
  private static final int LONGEST_ENCODED = 16_000;

  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

  /**
   * Checks a path and gives it its one spelling: backslashes become slashes, doubled ones one, and
   * those at the ends go.
   *
   * @param name of the argument, for the message
   * @throws IllegalArgumentException if the gateway cannot take it
   */
  public static StorePath of(String name, String path) {
    Objects.requireNonNull(path, () -> name + " must not be null");
    List<String> segments = new ArrayList<>();
    for (String segment : path.replace('\\', '/').split("/")) {
      if (!segment.isEmpty()) {
        String fault = fault(segment);
        if (fault != null) {
          throw refused(name, "must not have the segment " + Shown.of(segment) + ": " + fault);
        }
        segments.add(segment);
      }
    }
    if (segments.isEmpty()) {
      throw refused(
          name, "must have a segment, such as MyApp/MyService.zip, but was " + Shown.of(path));
    }
    String value = String.join("/", segments);
    if (!value.equals(value.strip())) {
      throw refused(
          name,
          "must not begin or end with a blank, which the image store drops: " + Shown.of(path));
    }
    StorePath checked = new StorePath(value);
    if (checked.encoded().length() > LONGEST_ENCODED) {
      throw refused(
          name,
          "must not take more than "
              + LONGEST_ENCODED
              + " bytes in a URL, but takes "
              + checked.encoded().length());
    }
    return checked;
  }

  private static @Nullable String fault(String segment) {
    if (segment.equals("$")) {
      return "it would end the path, and what follows it would be read as an operation";
    }
    if (segment.equals(".") || segment.equals("..")) {
      return "it is removed on the way, and the file would land elsewhere";
    }
    if (segment.indexOf('#') >= 0) {
      return "the gateway cuts a path at #";
    }
    if (ENCODED.matcher(segment).find()) {
      return "the gateway decodes a % with two hexadecimal digits once more";
    }
    if (segment.length() > LONGEST_SEGMENT) {
      return "it has " + segment.length() + " characters, and " + LONGEST_SEGMENT + " are taken";
    }
    if (segment.codePoints().anyMatch(StorePath::isInvisible)) {
      return "it has a character that cannot be seen";
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(segment)) {
      return "it has half of a character";
    }
    return null;
  }

  private static boolean isInvisible(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT && !isJoiner(character)
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** They stand within emoji, and within words of Persian and of India. */
  private static boolean isJoiner(int character) {
    return character == 0x200C || character == 0x200D;
  }

  private static IllegalArgumentException refused(String name, String why) {
    return new IllegalArgumentException(name + " " + why);
  }

  /** The path as it stands in a URL: each segment percent-encoded once. */
  public String encoded() {
    StringBuilder encoded = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == '/' || isUnreserved(c)) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "-._~".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
