package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.AttemptListener;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.StoreContent;
import io.github.servicefabric.imagestore.internal.call.CallLoop;
import io.github.servicefabric.imagestore.internal.call.CallSettings;
import io.github.servicefabric.imagestore.internal.call.Cluster;
import io.github.servicefabric.imagestore.internal.call.Deadline;
import io.github.servicefabric.imagestore.internal.call.Ending;
import io.github.servicefabric.imagestore.internal.call.Job;
import io.github.servicefabric.imagestore.internal.call.Listing;
import io.github.servicefabric.imagestore.internal.call.Operation;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The requests of one upload: under one deadline, and ended together. */
final class Calls {
  private static final int BUSY = 503;

  /** For what is tidied up although the upload was ended. */
  private static final Duration SOON = Duration.ofMillis(500);

  private static final Duration LATER = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final CallSettings settings;
  private final Deadline deadline;
  private final Set<Job<?>> underWay = ConcurrentHashMap.newKeySet();
  private final Set<Calls> tidying = new HashSet<>();
  private volatile @Nullable Ending ending;

  Calls(Cluster cluster, CallSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
    this.deadline = new Deadline(settings.deadline(), cluster.timing());
  }

  CallSettings settings() {
    return settings;
  }

  long nanoTime() {
    return cluster.timing().nanoTime();
  }

  Duration since(long nanos) {
    return Duration.ofNanos(nanoTime() - nanos);
  }

  int maxAttempts() {
    return cluster.policy().maxAttempts();
  }

  /** Makes a call with a server timeout of its own; null for that of the options. */
  <T> T call(Operation<T> operation, @Nullable Duration timeout, AttemptListener listener) {
    CallSettings own = settings.within(deadline.left());
    return run(
        new CallLoop<>(
            operation,
            timeout == null ? own : own.withTimeout(timeout),
            cluster.heardBy(listener)));
  }

  /**
   * Makes a call that is not worth waiting for in its place while the others are too many.
   *
   * @throws GaveWay where it was refused and there were
   */
  <T> T callGivingWay(Operation<T> operation, AttemptListener listener, BooleanSupplier tooMany)
      throws GaveWay {
    AtomicReference<CallLoop<T>> call = new AtomicReference<>();
    AtomicBoolean gaveWay = new AtomicBoolean();
    Cluster heard =
        cluster.heardBy(
            event -> {
              listener.attemptEnded(event);
              if (event.statusCode() == BUSY && tooMany.getAsBoolean()) {
                gaveWay.set(true);
                call.get().end(Ending.GAVE_WAY);
              }
            });
    call.set(new CallLoop<>(operation, settings.within(deadline.left()), heard));
    try {
      return run(call.get());
    } catch (ImageStoreException e) {
      if (gaveWay.get() && ending() == null) {
        throw new GaveWay(e);
      }
      throw e;
    }
  }

  /** Others of the upload go first; it is to be begun again later. */
  static final class GaveWay extends Exception {
    private static final long serialVersionUID = 1L;

    GaveWay(Throwable cause) {
      super(cause);
    }
  }

  /** Lists all pages of a folder. */
  Optional<StoreContent> list(StorePath path) {
    Listing listing = new Listing(path, settings.within(deadline.left()), cluster);
    return run(listing);
  }

  private <T> T run(Job<T> job) {
    underWay.add(job);
    // Looked at afterwards: an end that comes between the two finds the job.
    Ending why = ending;
    if (why != null) {
      job.end(why);
    }
    try {
      return job.run();
    } finally {
      underWay.remove(job);
    }
  }

  /**
   * Makes calls that are made although the upload was ended, all of them within one limit; an end
   * that comes meanwhile ends them.
   *
   * @param onceOnly whether none of them is worth a second attempt
   */
  void tidy(boolean onceOnly, Consumer<Calls> calls) {
    Calls own =
        new Calls(onceOnly ? cluster.onceOnly() : cluster, settings.within(limitOfTidying()));
    boolean interrupted = Thread.interrupted();
    synchronized (this) {
      if (ending == null) {
        tidying.add(own);
      }
    }
    try {
      calls.accept(own);
    } finally {
      synchronized (this) {
        tidying.remove(own);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Duration limitOfTidying() {
    if (isOver()) {
      return SOON;
    }
    Duration left = deadline.left();
    return left == null || left.compareTo(LATER) > 0 ? LATER : left;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Whether nothing more is to be begun, on this thread at least. */
  boolean isOver() {
    return ending() != null || deadline.isOver() || Thread.currentThread().isInterrupted();
  }

  /** Ends what is over, and says why. */
  Ending whyOver() {
    end(deadline.isOver() ? Ending.DEADLINE : Ending.INTERRUPTED);
    return ending();
  }

  @Nullable Ending ending() {
    return ending;
  }

  void end(Ending why) {
    Set<Calls> tidyingToEnd;
    synchronized (this) {
      if (ending != null) {
        return;
      }
      ending = why;
      tidyingToEnd = Set.copyOf(tidying);
    }
    underWay.forEach(call -> call.end(why));
    tidyingToEnd.forEach(calls -> calls.end(why));
  }

  /** What an operation comes to that was never begun. */
  ImageStoreException unbegun(Operation<?> operation) {
    CallLoop<?> call = new CallLoop<>(operation, settings, cluster);
    Ending why = ending();
    if (why != null) {
      call.end(why);
    }
    return call.outcome();
  }
}
