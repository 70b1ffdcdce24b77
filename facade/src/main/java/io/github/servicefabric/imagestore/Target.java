package io.github.servicefabric.imagestore;

import java.util.List;

/**
 * The cluster that a client talks to.
 *
 * @param gateways one for each endpoint
 * @param tokenMayBeStale whether asking for the token once more may help after an answer of 401
 */
record Target(List<Gateway> gateways, boolean tokenMayBeStale) {}
