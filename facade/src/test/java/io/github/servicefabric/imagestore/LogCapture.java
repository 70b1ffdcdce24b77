package io.github.servicefabric.imagestore;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Listens to the library's log, which is silent in tests otherwise. */
final class LogCapture extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.github.servicefabric.imagestore");
  private final Level before = logger.getLevel();
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeEach = () -> {};

  LogCapture(Level level) {
    logger.setLevel(level);
    logger.addHandler(this);
  }

  /** Lets something happen, or go wrong, whenever something is logged. */
  void beforeEach(Runnable action) {
    beforeEach = action;
  }

  /** Each line with its level before it, such as {@code WARNING: Commit of …}. */
  List<String> lines() {
    return records.stream().map(r -> r.getLevel() + ": " + r.getMessage()).toList();
  }

  List<LogRecord> records() {
    return records;
  }

  @Override
  public void publish(LogRecord logged) {
    beforeEach.run();
    // Looks at the stack, hence before the caller has left it.
    logged.getSourceMethodName();
    records.add(logged);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}
