package io.github.servicefabric.imagestore.testing;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a commit as the gateway reads them, which is stricter and laxer than one
 * would think.
 */
final class GatewayQuery {
  private static final Pattern VERSION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(?:-preview)?");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,10}");
  private static final long LARGEST_UNSIGNED = 4_294_967_295L;
  private static final long DEFAULT_TIMEOUT = 60;

  private GatewayQuery() {}

  static boolean acceptsVersion(HttpUrl url, String runtimeVersion) {
    String value = url.queryParameter("api-version");
    Matcher version = VERSION.matcher(value == null ? "" : value);
    if (!version.matches()) {
      return false;
    }
    BigDecimal asked = new BigDecimal(version.group(1));
    return asked.compareTo(BigDecimal.ONE) >= 0
        && asked.compareTo(new BigDecimal(runtimeVersion)) <= 0;
  }

  /** Null where the gateway refuses the id. */
  static @Nullable UUID sessionId(HttpUrl url) {
    String value = url.queryParameter("session-id");
    if (value == null || !GUID.matcher(value).matches()) {
      return null;
    }
    UUID id = UUID.fromString(value);
    return id.equals(new UUID(0, 0)) ? null : id;
  }

  /** What cannot be parsed is not reported: the default takes its place. */
  static long timeoutSeconds(HttpUrl url) {
    String value = url.queryParameter("timeout");
    if (value == null || !UNSIGNED.matcher(value).matches()) {
      return DEFAULT_TIMEOUT;
    }
    long seconds = Long.parseLong(value);
    return seconds > LARGEST_UNSIGNED ? DEFAULT_TIMEOUT : seconds;
  }
}
