package io.micrometer.core.instrument;

/** What the README uses of Micrometer. */
public abstract class MeterRegistry {
  public Timer timer(String name, String... tags) {
    throw new UnsupportedOperationException();
  }
}
