package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.AttemptEvent;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.UploadProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is told of an upload whose bytes are counted by hand. */
class ProgressMeterTest {
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final HandClock clock = new HandClock();
  private final List<UploadProgress> told = new ArrayList<>();

  /** One that has begun: the first bytes only start its clock. */
  private Upload upload(Consumer<UploadProgress> listener) {
    Upload upload = clock.upload(UploadOptions.builder().listener(listener::accept).build());
    upload.progress.expect(1000, 10);
    upload.progress.underWay(0);
    return upload;
  }

  @Test
  void itIsToldTenTimesASecond() {
    ProgressMeter meter = upload(told::add).progress;
    for (int millis = 0; millis < 1000; millis++) {
      clock.pass(Duration.ofMillis(1));
      meter.underWay(1);
    }
    assertThat(told).hasSize(10);
  }

  /** Both find that it is time; whoever is second finds that it was. */
  @Test
  void twoAtOnceTellItOnce() {
    ProgressMeter meter = upload(told::add).progress;
    clock.pass(BETWEEN);
    AtomicInteger looks = new AtomicInteger();
    clock.onLook(
        () -> {
          if (looks.incrementAndGet() == 2) {
            meter.underWay(1);
          }
        });
    meter.underWay(1);
    assertThat(looks).hasValue(4);
    assertThat(told).hasSize(1);
  }

  @Test
  void nobodyIsToldWhileTheListenerIsAtIt() {
    ProgressMeter[] meter = new ProgressMeter[1];
    meter[0] =
        upload(
                progress -> {
                  told.add(progress);
                  if (told.size() == 1) {
                    clock.pass(BETWEEN);
                    Thread other = new Thread(() -> meter[0].underWay(1));
                    other.start();
                    join(other);
                  }
                })
            .progress;
    clock.pass(BETWEEN);
    meter[0].underWay(1);
    assertThat(told).hasSize(1);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsSentTwiceIsNoMoreThanAll() {
    ProgressMeter meter = upload(told::add).progress;
    meter.confirmed(900);
    clock.pass(BETWEEN);
    meter.underWay(300);
    assertThat(told).extracting(UploadProgress::bytesDone).containsExactly(1000L);
  }

  @Test
  void whatFailedIsNoLongerUnderWay() {
    Upload upload = upload(told::add);
    upload.progress.underWay(300);
    new Tally(upload)
        .heard(
            AttemptEvent.builder("uploadFileChunk", "http://localhost:1/", "id")
                .bytes(300)
                .failure(new IOException())
                .build());
    clock.pass(BETWEEN);
    upload.progress.underWay(10);
    assertThat(told).extracting(UploadProgress::bytesDone).containsExactly(10L);
  }

  @Test
  void neitherBytesNorFilesGoBack() {
    ProgressMeter meter = upload(told::add).progress;
    meter.confirmed(100);
    meter.fileDone();
    clock.pass(BETWEEN);
    meter.underWay(0);
    meter.undone(100);
    clock.pass(BETWEEN);
    meter.underWay(0);
    assertThat(told).extracting(UploadProgress::bytesDone).containsExactly(100L, 100L);
    assertThat(told).extracting(UploadProgress::filesDone).containsExactly(1, 1);
  }

  @Test
  void whatWasThereBeforeIsNoSpeed() {
    ProgressMeter meter = upload(told::add).progress;
    meter.confirmed(500);
    meter.resumed(500);
    clock.pass(BETWEEN);
    meter.underWay(10);
    assertThat(told).extracting(UploadProgress::bytesDone).containsExactly(510L);
    assertThat(told).extracting(UploadProgress::bytesPerSecond).containsExactly(100L);
    assertThat(told.get(0).remaining()).contains(Duration.ofSeconds(4));
  }

  /** One tenth of a second in ten counts, so that one alone does not change what is left. */
  @Test
  void theRateIsSmoothed() {
    ProgressMeter meter = upload(told::add).progress;
    clock.pass(BETWEEN);
    meter.underWay(10);
    clock.pass(BETWEEN);
    meter.underWay(30);
    assertThat(told).extracting(UploadProgress::bytesPerSecond).containsExactly(100L, 120L);
  }

  @Test
  void whatGoesBeforeTheFirstByteIsNoTime() {
    Upload upload = upload(told::add);
    ProgressMeter meter = new ProgressMeter(told::add, upload.calls);
    meter.expect(1000, 1);
    clock.pass(Duration.ofSeconds(10));
    meter.underWay(0);
    clock.pass(BETWEEN);
    meter.underWay(10);
    assertThat(told).extracting(UploadProgress::bytesPerSecond).containsExactly(100L);
  }
}
