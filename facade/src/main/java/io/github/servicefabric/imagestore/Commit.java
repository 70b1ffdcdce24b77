package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one call asks for, nothing left unset but the deadline, and the id that all its attempts
 * carry.
 */
record Commit(
    UUID sessionId,
    Duration timeout,
    @Nullable Duration deadline,
    String apiVersion,
    String requestId) {
  static Commit of(UUID sessionId, CommitOptions options) {
    return new Commit(
        sessionId,
        options.timeout(),
        options.deadline().orElse(null),
        options.apiVersion(),
        options.requestId().isPresent() ? options.requestId().get() : UUID.randomUUID().toString());
  }
}
