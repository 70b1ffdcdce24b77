package io.github.servicefabric.imagestore.testing;

import okhttp3.Headers;

/**
 * A request as the fake gateway saw it.
 *
 * @param line the request line, such as {@code POST /ImageStore/$/CommitUploadSession?… HTTP/1.1}
 * @param headers all headers, in the order in which they came
 * @param bodySize the number of bytes after the headers
 * @param timeoutSeconds the server timeout as the gateway reads it: 60 where it is missing or
 *     cannot be parsed
 */
public record SeenRequest(String line, Headers headers, long bodySize, long timeoutSeconds) {}
