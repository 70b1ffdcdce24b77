package io.micrometer.core.instrument;

import java.time.Duration;

/** What the README uses of Micrometer. */
public interface Timer {
  void record(Duration duration);
}
