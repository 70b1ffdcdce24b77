package io.github.servicefabric.imagestore.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.AttemptEvent;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.UploadResult;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A file that gave way to others begins again: what it took is counted from its first beginning.
 */
class TallyTest {
  private final HandClock clock = new HandClock();
  private final Upload upload = clock.upload(UploadOptions.defaults());
  private final Tally tally = new Tally(upload);

  @Test
  void timeGoesOnWhereAFileBeginsAgain() {
    clock.pass(Duration.ofSeconds(1));
    tally.begin();
    clock.pass(Duration.ofSeconds(2));
    tally.begin();
    clock.pass(Duration.ofSeconds(3));
    assertThat(result().duration()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatGaveWayIsNoPartThatWasSent() {
    tally.begin();
    tally.partSent();
    tally.partGaveWay();
    assertThat(tally.anySent()).isFalse();
    tally.partSent();
    assertThat(tally.anySent()).isTrue();
    assertThat(result().parts()).isEqualTo(1);
  }

  /** That of parts that failed, too; and whether there are too many at once. */
  @Test
  void eachAttemptCounts() {
    AttemptEvent.Builder attempt =
        AttemptEvent.builder("uploadFileChunk", "http://localhost:1/", "id").bytes(100);
    tally.heard(attempt.statusCode(200).build());
    assertThat(upload.pace.allowed()).isEqualTo(2);
    tally.heard(attempt.statusCode(503).build());
    assertThat(upload.pace.allowed()).isEqualTo(1);
    assertThat(result().attempts()).isEqualTo(2);
    assertThat(result().bytesSent()).isEqualTo(200);
  }

  private UploadResult result() {
    UploadResult.Builder result = UploadResult.builder(Path.of("file"), "f", "", 1);
    tally.addTo(result);
    return result.build();
  }
}
