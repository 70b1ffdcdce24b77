package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.internal.http.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a call that begins now is to be over; without a limit, never. */
public final class Deadline {
  private final @Nullable Duration limit;
  private final Timing timing;
  private final long startNanos;

  public Deadline(@Nullable Duration limit, Timing timing) {
    this.limit = limit;
    this.timing = timing;
    this.startNanos = timing.nanoTime();
  }

  /** Null where there is none; not positive where it has passed. */
  public @Nullable Duration left() {
    return limit == null ? null : limit.minusNanos(timing.nanoTime() - startNanos);
  }

  public boolean isOver() {
    Duration left = left();
    return left != null && (left.isZero() || left.isNegative());
  }
}
