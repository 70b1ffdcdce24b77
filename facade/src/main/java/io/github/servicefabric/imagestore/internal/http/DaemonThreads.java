package io.github.servicefabric.imagestore.internal.http;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes daemon threads, so that no client keeps a JVM alive, and names them, so that a thread dump
 * says whose they are.
 */
public final class DaemonThreads implements ThreadFactory {
  private final String prefix;
  private final AtomicInteger count = new AtomicInteger();

  public DaemonThreads(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, prefix + '-' + count.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
