package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.CallOptions;
import io.github.servicefabric.imagestore.RetryPolicy;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.internal.call.AttemptReporter;
import io.github.servicefabric.imagestore.internal.call.CallSettings;
import io.github.servicefabric.imagestore.internal.call.Cluster;
import io.github.servicefabric.imagestore.internal.http.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A clock that stands still until it is moved; nobody waits by it. */
final class HandClock implements Timing {
  private volatile long nanos;
  private volatile Runnable onLook = () -> {};

  /** The calls of an upload that goes by this clock, and has no cluster to talk to. */
  Calls calls(CallOptions options) {
    Cluster nowhere =
        new Cluster(
            List.of(), false, RetryPolicy.defaults(), this, new AttemptReporter(null, this));
    return new Calls(nowhere, CallSettings.of(options));
  }

  /** What the files of such an upload share. */
  Upload upload(UploadOptions options) {
    return new Upload(calls(CallOptions.defaults()), options, false);
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** From now on, this comes between the wish to know the time and the answer. */
  void onLook(Runnable what) {
    onLook = what;
  }

  @Override
  public long nanoTime() {
    onLook.run();
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public double random() {
    return 0;
  }

  @Override
  public void pause(Duration pause, CountDownLatch ended) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Runnable later(Runnable task, Duration pause) {
    throw new UnsupportedOperationException();
  }
}
