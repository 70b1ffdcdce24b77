package io.github.servicefabric.imagestore.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request as the gateway splits it.
 *
 * @param key the path in the image store, decoded; empty for the root
 * @param function what follows {@code $}
 * @param valid false where it is not below {@code /ImageStore} or has more than that
 * @param query the parameters as they came, the first of a name
 */
record GatewayUrl(String key, @Nullable String function, boolean valid, Map<String, String> query) {
  private static final String ROOT = "ImageStore";

  static GatewayUrl of(String target, boolean windows) {
    String relative = target.replaceFirst("^https?://[^/]*", "");
    int mark = relative.indexOf('?');
    String path = mark < 0 ? relative : relative.substring(0, mark);
    Map<String, String> query = mark < 0 ? Map.of() : query(relative.substring(mark + 1));
    // Windows' HTTP layer has decoded the path before the gateway does, which sees a # then.
    String seen = windows ? decoded(path.getBytes(ISO_8859_1)).replaceFirst("(?s)#.*", "") : path;
    List<String> segments = Arrays.stream(seen.split("/")).filter(s -> !s.isEmpty()).toList();
    int end = segments.indexOf("$");
    if (segments.isEmpty() || !segments.get(0).equals(ROOT)) {
      return new GatewayUrl("", null, false, query);
    }
    List<String> names = segments.subList(1, end < 0 ? segments.size() : end);
    String key = decoded(String.join("/", names).getBytes(windows ? UTF_8 : ISO_8859_1));
    boolean valid = end < 0 || segments.size() == end + 2;
    return new GatewayUrl(key, end < 0 || !valid ? null : segments.get(end + 1), valid, query);
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String parameter : text.split("&")) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        query.putIfAbsent(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return query;
  }

  /** What is no escape is left as it is. */
  private static String decoded(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
    for (int i = 0; i < text.length; i++) {
      int high = text[i] == '%' && i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
      if (low < 0) {
        out.write(text[i]);
      } else {
        out.write(high << 4 | low);
        i += 2;
      }
    }
    return out.toString(UTF_8);
  }

  /** A query parameter, decoded; null where it is missing. */
  @Nullable String parameter(String name) {
    String value = query.get(name);
    return value == null ? null : decoded(value.getBytes(ISO_8859_1));
  }
}
