package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.Optional;

/**
 * How far an upload has come. Immutable.
 *
 * @param bytesDone what the image store has, and what is on its way to it; never less than before
 * @param bytesTotal of all files
 * @param filesDone how many files are done
 * @param filesTotal how many files there are
 * @param bytesPerSecond over the last seconds; 0 where nothing was sent yet
 * @param remaining what is left at that rate; empty where there is no rate yet
 */
public record UploadProgress(
    long bytesDone,
    long bytesTotal,
    int filesDone,
    int filesTotal,
    long bytesPerSecond,
    Optional<Duration> remaining) {}
