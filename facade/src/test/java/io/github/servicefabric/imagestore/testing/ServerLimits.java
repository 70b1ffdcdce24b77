package io.github.servicefabric.imagestore.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How slow and how busy a fake image store is, in real time; as quick as it can be at first. May be
 * changed at any time, by any thread; each request goes by what is set when it comes.
 */
public final class ServerLimits {
  private final AtomicInteger running = new AtomicInteger();
  private volatile Duration answerDelay = Duration.ZERO;
  private volatile long bytesPerSecond = Pace.UNLIMITED;
  private volatile long answerBytesPerSecond = Pace.UNLIMITED;
  private volatile Pace inAll = new Pace(Pace.UNLIMITED);
  private volatile int concurrentRequests = Integer.MAX_VALUE;

  ServerLimits() {}

  /** Waits so long before each answer, as a distant cluster does. */
  public ServerLimits answerDelay(Duration delay) {
    answerDelay = delay;
    return this;
  }

  /** Reads bodies at most at this rate on each connection. */
  public ServerLimits bytesPerSecond(long rate) {
    bytesPerSecond = rate;
    return this;
  }

  /** Writes answers at most at this rate on each connection. */
  public ServerLimits answerBytesPerSecond(long rate) {
    answerBytesPerSecond = rate;
    return this;
  }

  /** Reads bodies at most at this rate on all connections together. */
  public ServerLimits bytesPerSecondInAll(long rate) {
    inAll = new Pace(rate);
    return this;
  }

  /**
   * Answers 503 {@code FABRIC_E_SERVICE_TOO_BUSY}, once the body is there, to a request that comes
   * while so many others run.
   */
  public ServerLimits maxConcurrentRequests(int requests) {
    concurrentRequests = requests;
    return this;
  }

  Duration answerDelay() {
    return answerDelay;
  }

  Pace ofConnection() {
    return new Pace(bytesPerSecond);
  }

  Pace ofAnswer() {
    return new Pace(answerBytesPerSecond);
  }

  Pace inAll() {
    return inAll;
  }

  /** False where too many run; {@link #end} is due in any case. */
  boolean begin() {
    return running.incrementAndGet() <= concurrentRequests;
  }

  void end() {
    running.decrementAndGet();
  }
}
