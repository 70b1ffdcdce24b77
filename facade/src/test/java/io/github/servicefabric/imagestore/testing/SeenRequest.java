package io.github.servicefabric.imagestore.testing;

import java.util.UUID;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A request as the fake gateway saw it.
 *
 * @param number 1 for the first request that came, and so on
 * @param operation what was asked for; null where the gateway has no such route
 * @param storePath the decoded path in the image store; empty for the root, and where an operation
 *     has none
 * @param sessionId the session; null where the request names none, or none that the gateway takes
 * @param line the request line, such as {@code POST /ImageStore/$/CommitUploadSession?… HTTP/1.1}
 * @param headers all headers, in the order in which they came
 * @param bodySize the number of bytes after the headers that were read before the answer; 0 where a
 *     fault is looked for, as that is done before the body is read
 * @param timeoutSeconds the server timeout as the gateway reads it: 60 where it is missing or
 *     cannot be parsed
 */
public record SeenRequest(
    long number,
    @Nullable StoreOperation operation,
    String storePath,
    @Nullable UUID sessionId,
    String line,
    Headers headers,
    long bodySize,
    long timeoutSeconds) {
  /** Tells whether this is what was asked for. */
  public boolean asksFor(StoreOperation other) {
    return operation == other;
  }
}
