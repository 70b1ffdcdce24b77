package io.micrometer.core.instrument;

/** What the README uses of Micrometer. */
public class Metrics {
  public static final MeterRegistry globalRegistry = null;
}
