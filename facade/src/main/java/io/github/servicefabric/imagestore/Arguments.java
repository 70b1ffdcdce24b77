package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.Shown;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Checks what callers pass in, before any network use: each check returns its argument or says what
 * was expected.
 */
final class Arguments {
  private static final String API_VERSION = "[0-9]{1,9}\\.[0-9]{1,9}(-preview)?";
  private static final int LOWEST_MAJOR_API_VERSION = 6;
  private static final long LONGEST_TIMEOUT_SECONDS = 4_294_967_295L;
  private static final UUID ALL_ZERO = new UUID(0, 0);

  private Arguments() {}

  static UUID sessionId(String sessionId) {
    Objects.requireNonNull(sessionId, "sessionId must not be null");
    UUID read = guid(sessionId);
    if (read == null) {
      throw new IllegalArgumentException(
          "sessionId must be a GUID of 8-4-4-4-12 hexadecimal digits without braces, but was "
              + Shown.of(sessionId));
    }
    return sessionId(read);
  }

  private static @Nullable UUID guid(String text) {
    try {
      UUID read = UUID.fromString(text);
      // It would also take "1-1-1-1-1", which the gateway does not.
      return read.toString().equalsIgnoreCase(text) ? read : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static UUID sessionId(UUID sessionId) {
    Objects.requireNonNull(sessionId, "sessionId must not be null");
    if (sessionId.equals(ALL_ZERO)) {
      throw new IllegalArgumentException(
          "sessionId must be the GUID under which the chunks were sent, but was the all-zero "
              + sessionId);
    }
    return sessionId;
  }

  static Duration timeout(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout must not be null");
    if (timeout.getSeconds() < 1
        || timeout.getSeconds() > LONGEST_TIMEOUT_SECONDS
        || timeout.getNano() != 0) {
      throw new IllegalArgumentException(
          "timeout must be a whole number of seconds from 1 s to "
              + LONGEST_TIMEOUT_SECONDS
              + " s, but was "
              + timeout);
    }
    return timeout;
  }

  static Duration positive(String name, Duration duration) {
    Objects.requireNonNull(duration, () -> name + " must not be null");
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than 0 s, but was " + duration);
    }
    return duration;
  }

  static long within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", but was " + value);
    }
    return value;
  }

  static int atLeastOne(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, but was " + count);
    }
    return count;
  }

  static String apiVersion(String apiVersion) {
    Objects.requireNonNull(apiVersion, "apiVersion must not be null");
    if (!apiVersion.matches(API_VERSION) || major(apiVersion) < LOWEST_MAJOR_API_VERSION) {
      throw new IllegalArgumentException(
          "apiVersion must be digits.digits, with -preview after it or not, and 6.0 or higher, but was "
              + Shown.of(apiVersion));
    }
    return apiVersion;
  }

  private static int major(String apiVersion) {
    return Integer.parseInt(apiVersion.substring(0, apiVersion.indexOf('.')));
  }

  static StorePath storePath(String storePath) {
    return StorePath.of("storePath", storePath);
  }

  /** Checks that a file has what is to be sent of it. */
  static ByteSource source(Path file, ByteRange range) {
    Objects.requireNonNull(range, "range must not be null");
    Objects.requireNonNull(file, "file must not be null");
    long size = sizeOf(file);
    if (size != range.total()) {
      throw new IllegalArgumentException(
          "range must have the file's size as its total, which is "
              + size
              + " bytes, but was "
              + range
              + " of "
              + file);
    }
    return new ByteSource.OfFile(file);
  }

  static long sizeOf(Path file) {
    Objects.requireNonNull(file, "file must not be null");
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new IllegalArgumentException("file must be a regular file, but is not: " + file);
      }
      if (!Files.isReadable(file)) {
        throw new IllegalArgumentException(
            "file must be one that may be read, but is not: " + file);
      }
      return attributes.size();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("file must be there, but there is none: " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("file must be one that may be read, but " + e, e);
    }
  }

  static ByteSource source(byte[] bytes, ByteRange range) {
    Objects.requireNonNull(range, "range must not be null");
    Objects.requireNonNull(bytes, "bytes must not be null");
    if (bytes.length != range.length()) {
      throw new IllegalArgumentException(
          "bytes must be those of the range, "
              + range.length()
              + " for "
              + range
              + ", but were "
              + bytes.length);
    }
    return new ByteSource.OfBytes(bytes, range.first());
  }

  static List<String> fileNames(Collection<String> names) {
    Objects.requireNonNull(names, "skipFiles must not be null");
    for (String name : names) {
      if (Objects.requireNonNull(name, "a name of skipFiles must not be null").isEmpty()
          || name.indexOf('/') >= 0
          || name.indexOf('\\') >= 0) {
        throw new IllegalArgumentException(
            "skipFiles must be names of files, without a folder, but had " + Shown.of(name));
      }
    }
    return List.copyOf(names);
  }

  static CallOptions defaultOptions(CallOptions options) {
    Objects.requireNonNull(options, "options must not be null");
    if (options.requestId().isPresent()) {
      throw new IllegalArgumentException(
          "defaultOptions must not have a requestId: all calls would share it. Set it for a call");
    }
    return options;
  }

  static String requestId(String requestId) {
    Objects.requireNonNull(requestId, "requestId must not be null");
    boolean carried = requestId.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (!carried || requestId.isEmpty() || !requestId.equals(requestId.strip())) {
      throw new IllegalArgumentException(
          "requestId must be what a header can carry, one or more printable ASCII characters with no blank at either"
              + " end, but was "
              + Shown.of(requestId));
    }
    return requestId;
  }

  /**
   * Returns the endpoint with a path that ends in a slash, so that the operation's path goes below
   * it.
   */
  static HttpUrl endpoint(String endpoint) {
    Objects.requireNonNull(endpoint, "endpoint must not be null");
    String lower = endpoint.toLowerCase(Locale.ROOT);
    // HttpUrl alone would trim blanks and mend "http:host".
    if (endpoint.indexOf(' ') >= 0 || Shown.hasInvisible(endpoint)) {
      throw refused(
          endpoint,
          "an absolute http or https URL without blanks, line breaks and characters that cannot be"
              + " seen");
    }
    boolean absolute = lower.startsWith("http://") || lower.startsWith("https://");
    HttpUrl url = absolute ? HttpUrl.parse(endpoint) : null;
    if (url == null) {
      throw refused(endpoint, "an absolute http or https URL such as http://localhost:19080");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw refused(endpoint, "without user info: credentials in a URL end up in logs");
    }
    if (url.query() != null || url.fragment() != null) {
      throw refused(endpoint, "without query and fragment");
    }
    return url.encodedPath().endsWith("/") ? url : url.newBuilder().addPathSegment("").build();
  }

  static List<HttpUrl> endpoints(String... endpoints) {
    Objects.requireNonNull(endpoints, "endpoints must not be null");
    Set<HttpUrl> urls = new LinkedHashSet<>();
    Set<String> schemes = new HashSet<>();
    for (String endpoint : endpoints) {
      HttpUrl url = endpoint(endpoint);
      urls.add(url);
      schemes.add(url.scheme());
    }
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("endpoints must have one endpoint or more");
    }
    if (schemes.size() > 1) {
      throw new IllegalArgumentException(
          "endpoints must be all http or all https, but were " + urls);
    }
    return List.copyOf(urls);
  }

  private static IllegalArgumentException refused(String endpoint, String expected) {
    // User info and query are where secrets stand, and a password that is not escaped may hold any
    // of the characters that end its part of a URL.
    String safe =
        endpoint.replaceAll("(?s)^(\\w+://)?.*@[^?#]*", "$1…@…").replaceAll("(?s)[?#].*", "?…");
    return new IllegalArgumentException(
        "endpoint must be " + expected + ", but was " + Shown.of(safe));
  }
}
