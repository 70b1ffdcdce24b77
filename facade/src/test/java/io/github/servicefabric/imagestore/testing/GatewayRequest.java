package io.github.servicefabric.imagestore.testing;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A request as the gateway reads it, which is stricter and laxer than one would think.
 *
 * @param line the request line
 * @param operation null where the gateway has no such route
 */
record GatewayRequest(
    String line, Headers headers, GatewayUrl url, @Nullable StoreOperation operation) {
  private static final Pattern VERSION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(?:-preview)?");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,10}");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final BigDecimal FIRST_WITH_PAGES = new BigDecimal(4);
  private static final long LARGEST_UNSIGNED = 4_294_967_295L;
  private static final long DEFAULT_TIMEOUT = 60;

  static GatewayRequest of(String line, Headers headers, boolean windows) {
    String[] words = line.split(" ", 3);
    GatewayUrl url = GatewayUrl.of(words.length < 2 ? "" : words[1], windows);
    StoreOperation operation =
        url.valid()
            ? StoreOperation.routed(words[0], !url.key().isEmpty(), url.function(), windows)
            : null;
    return new GatewayRequest(line, headers, url, operation);
  }

  boolean isPost() {
    return line.startsWith("POST ");
  }

  boolean keepsConnection() {
    return line.endsWith("HTTP/1.1") && !"close".equalsIgnoreCase(headers.get("Connection"));
  }

  boolean isChunked() {
    return "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"));
  }

  /** -1 where there is none. */
  long contentLength() {
    String length = headers.get("Content-Length");
    return length == null || !LENGTH.matcher(length).matches() ? -1 : Long.parseLong(length);
  }

  /** How much of the body the gateway takes for an upload. */
  long uploadedLength() {
    return isChunked() ? 0 : Math.max(contentLength(), 0) & LARGEST_UNSIGNED;
  }

  boolean acceptsVersion(String runtimeVersion) {
    BigDecimal asked = version();
    return asked != null
        && asked.compareTo(BigDecimal.ONE) >= 0
        && asked.compareTo(new BigDecimal(runtimeVersion)) <= 0;
  }

  boolean hasPages() {
    BigDecimal asked = version();
    return asked != null && asked.compareTo(FIRST_WITH_PAGES) >= 0;
  }

  private @Nullable BigDecimal version() {
    String value = url.query().get("api-version");
    Matcher version = VERSION.matcher(value == null ? "" : value);
    return version.matches() ? new BigDecimal(version.group(1)) : null;
  }

  /** Null where the gateway refuses the id. */
  @Nullable UUID sessionId() {
    String value = url.query().get("session-id");
    if (value == null || !GUID.matcher(value).matches()) {
      return null;
    }
    UUID id = UUID.fromString(value);
    return id.equals(new UUID(0, 0)) ? null : id;
  }

  /** What cannot be parsed is not reported: the default takes its place. */
  long timeoutSeconds() {
    String value = url.query().get("timeout");
    if (value == null || !UNSIGNED.matcher(value).matches()) {
      return DEFAULT_TIMEOUT;
    }
    long seconds = Long.parseLong(value);
    return seconds > LARGEST_UNSIGNED ? DEFAULT_TIMEOUT : seconds;
  }

  SeenRequest seen(long number, long bodySize) {
    return new SeenRequest(
        number, operation, url.key(), sessionId(), line, headers, bodySize, timeoutSeconds());
  }
}
