package io.github.servicefabric.imagestore.internal.call;

import java.security.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The host names that a call could not resolve. The JVM remembers such a failure for a while, and
 * until that is over it would answer out of its memory: an attempt before then is none.
 */
final class FailedNames {
  private static final String MEMORY = "networkaddress.cache.negative.ttl";
  private static final long JVM_DEFAULT_SECONDS = 10;
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Map<String, Long> failed = new HashMap<>(1);

  void failed(String host, long nanos) {
    failed.put(host, nanos);
  }

  /** How long it still makes no sense to ask for a name. */
  Duration left(String host, long nanos) {
    Long since = failed.get(host);
    if (since == null) {
      return Duration.ZERO;
    }
    Duration left = memory(Security.getProperty(MEMORY)).minusNanos(nanos - since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  static Duration memory(@Nullable String property) {
    try {
      long seconds = property == null ? JVM_DEFAULT_SECONDS : Long.parseLong(property.strip());
      return seconds < 0 ? FOR_EVER : Duration.ofSeconds(seconds);
    } catch (NumberFormatException e) {
      return Duration.ofSeconds(JVM_DEFAULT_SECONDS);
    }
  }
}
