package io.github.servicefabric.imagestore.internal.tls;

import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;

/**
 * How the server is recognized.
 *
 * @param sources what {@code trust} reads
 * @param checksHostName whether the certificate has to name the endpoint's host: it need not where
 *     it is known by itself
 * @param trust reads the sources; throws {@link IllegalArgumentException} for what is wrong with
 *     them
 */
public record ServerIdentity(
    List<Source> sources, boolean checksHostName, Supplier<X509TrustManager> trust) {}
