package io.github.servicefabric.imagestore.internal.tls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is made of certificate files, and made anew once they have changed. Whoever asks gets what
 * there is, and reads no file; where the last look at the files is due, asking lets another thread
 * look. Safe for use by several threads.
 */
public final class Renewed<T> implements Supplier<T> {
  private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

  private final Tls files;
  private final Supplier<T> maker;
  private final LongSupplier nanoTime;
  private final Executor executor;
  private final Consumer<String> warning;

  /** Held by the one look there is at a time, from its start to its end. */
  private final AtomicBoolean looking = new AtomicBoolean();

  private volatile T current;
  private volatile long lookedNanos;

  /** What the files looked like before they were read; for the one that looks. */
  private List<Object> stamps;

  /** When reading failed, null where it did not; for the one that looks. */
  private @Nullable Long failedNanos;

  /**
   * Makes the first one on the calling thread.
   *
   * @param maker reads the files; what it throws goes to the caller here, and later into a warning
   * @param executor runs the looks; where it takes none, the next one is tried when it is due
   */
  public Renewed(
      Tls files,
      Supplier<T> maker,
      LongSupplier nanoTime,
      Executor executor,
      Consumer<String> warning) {
    this.files = files;
    this.maker = maker;
    this.nanoTime = nanoTime;
    this.executor = executor;
    this.warning = warning;
    this.lookedNanos = nanoTime.getAsLong();
    this.stamps = files.stamps();
    this.current = maker.get();
  }

  @Override
  public T get() {
    if (nanoTime.getAsLong() - lookedNanos >= LOOK_NANOS && looking.compareAndSet(false, true)) {
      start();
    }
    return current;
  }

  private void start() {
    lookedNanos = nanoTime.getAsLong();
    boolean taken = false;
    try {
      executor.execute(this::look);
      taken = true;
    } catch (RuntimeException e) {
      // The client is closed, or its threads are busy: the certificates of before serve.
    } finally {
      if (!taken) {
        looking.set(false);
      }
    }
  }

  private void look() {
    try {
      List<Object> now = files.stamps();
      long nanos = nanoTime.getAsLong();
      // What a file lacked may come without a change that shows: a right to read it, or its time.
      boolean retry = failedNanos != null && nanos - failedNanos >= RETRY_NANOS;
      if (retry || !now.equals(stamps)) {
        stamps = now;
        failedNanos = nanos;
        current = maker.get();
        failedNanos = null;
      }
    } catch (RuntimeException e) {
      // Half of a renewal, perhaps: the other half changes the files again.
      warning.accept("Changed certificates are not used: " + e.getMessage());
    } finally {
      looking.set(false);
    }
  }
}
