package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.ByteRange;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.internal.upload.Parts.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each byte of a file is sent for the session that it is cut for, and counts once. */
class PartsTest {
  private static final long MIB = 1024 * 1024;
  private static final long SIZE = 5 * MIB + 7;
  private static final UUID SESSION = new UUID(0, 1);
  private static final UUID ANOTHER = new UUID(0, 2);

  private final HandClock clock = new HandClock();
  private final List<Long> bytesDone = new ArrayList<>();
  private final Upload upload =
      clock.upload(
          UploadOptions.builder()
              .listener(progress -> bytesDone.add(progress.bytesDone()))
              .build());
  private final Parts parts = new Parts(upload, SIZE);

  @BeforeEach
  void begin() {
    upload.progress.expect(SIZE, 1);
    upload.progress.underWay(0);
    parts.takeOver(SESSION, Optional.empty());
  }

  private static List<ByteRange> takeAll(Parts parts) {
    List<ByteRange> all = new ArrayList<>();
    for (Part part = parts.take(); part != null; part = parts.take()) {
      all.add(part.range());
    }
    return all;
  }

  private static long bytes(List<ByteRange> ranges) {
    return ranges.stream().mapToLong(ByteRange::length).sum();
  }

  private void arrive(Part part) {
    parts.arrived(part);
    parts.landed();
  }

  private long told() {
    clock.pass(Duration.ofSeconds(1));
    upload.progress.underWay(0);
    return bytesDone.get(bytesDone.size() - 1);
  }

  @Test
  void whatGaveWayGoesAgain() {
    Part part = parts.take();
    parts.giveBack(part);
    parts.landed();
    List<ByteRange> all = takeAll(parts);
    assertThat(all).contains(part.range());
    assertThat(bytes(all)).isEqualTo(SIZE);
  }

  @Test
  void whatGaveWayInAnotherSessionDoesNotGoTwice() {
    Part part = parts.take();
    parts.beginAnew(ANOTHER);
    parts.giveBack(part);
    parts.landed();
    assertThat(bytes(takeAll(parts))).isEqualTo(SIZE);
  }

  @Test
  void whatArrivedInAnotherSessionDoesNotCount() {
    Part part = parts.take();
    parts.beginAnew(ANOTHER);
    arrive(part);
    assertThat(told()).isZero();
  }

  @Test
  void whatTheSessionLostNoLongerCounts() {
    arrive(parts.take());
    arrive(parts.take());
    parts.goOn(Optional.empty());
    arrive(parts.take());
    assertThat(told()).isEqualTo(MIB);
  }

  /** All that may be under way at once end at once. */
  @Test
  void theLastOnesAreEqualShares() {
    clock.pass(Duration.ofMillis(100));
    for (int arrived = 0; arrived < 2; arrived++) {
      upload.pace.done(MIB, 0, clock.nanoTime());
    }
    assertThat(upload.pace.allowed()).isEqualTo(8);
    assertThat(upload.pace.partSize()).isGreaterThan(5 * MIB);
    Parts large = new Parts(upload, 40 * MIB);
    large.takeOver(SESSION, Optional.empty());
    assertThat(takeAll(large)).hasSize(8).extracting(ByteRange::length).containsOnly(5 * MIB);
  }
}
