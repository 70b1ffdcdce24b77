package io.github.servicefabric.imagestore.internal.tls;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.X509KeyManager;

/**
 * How the client proves who it is.
 *
 * @param sources what {@code keys} reads
 * @param keys reads the sources as of a moment; throws {@link IllegalArgumentException} for what is
 *     wrong with them
 */
public record ClientIdentity(List<Source> sources, Function<Instant, X509KeyManager> keys) {}
