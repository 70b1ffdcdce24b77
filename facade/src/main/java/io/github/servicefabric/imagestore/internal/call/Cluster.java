package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.AttemptListener;
import io.github.servicefabric.imagestore.RetryPolicy;
import io.github.servicefabric.imagestore.internal.http.Gateway;
import io.github.servicefabric.imagestore.internal.http.Timing;
import java.util.List;

/**
 * The cluster that a client talks to, and how it does.
 *
 * @param gateways one for each endpoint
 * @param tokenMayBeStale whether asking for the token once more may help after an answer of 401
 */
public record Cluster(
    List<Gateway> gateways,
    boolean tokenMayBeStale,
    RetryPolicy policy,
    Timing timing,
    AttemptReporter reporter) {

  /** With one more listener to its attempts, which hears of them first. */
  public Cluster heardBy(AttemptListener listener) {
    return new Cluster(gateways, tokenMayBeStale, policy, timing, reporter.heardBy(listener));
  }

  /** For a question that is not worth a second attempt. */
  public Cluster onceOnly() {
    return new Cluster(gateways, tokenMayBeStale, RetryPolicy.none(), timing, reporter);
  }
}
