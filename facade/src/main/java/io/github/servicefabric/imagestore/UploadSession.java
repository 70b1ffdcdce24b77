package io.github.servicefabric.imagestore;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An upload session that the image store remembers: the file that is on its way, and what has not
 * arrived. From the operations "Get Image Store Upload Session By Id" and "… By Path". Immutable.
 *
 * @param sessionId the GUID under which the chunks are sent
 * @param storePath where the file is to be, exactly as its first chunk spelled it
 * @param fileSize the size of the whole file in bytes
 * @param modified when the last chunk was accepted; the session lives for 30 minutes from then
 * @param missingRanges what has not been received, ascending, empty where everything has
 */
public record UploadSession(
    UUID sessionId,
    String storePath,
    long fileSize,
    Instant modified,
    List<ByteRange> missingRanges) {

  /**
   * Copies the ranges.
   *
   * @param sessionId the GUID
   * @param storePath where the file is to be
   * @param fileSize in bytes
   * @param modified when the last chunk was accepted
   * @param missingRanges what has not been received
   * @throws NullPointerException if anything is null
   */
  public UploadSession {
    missingRanges = List.copyOf(missingRanges);
  }

  /**
   * {@return whether nothing is missing, so that the session can be committed} Never for an empty
   * file, which cannot go in chunks.
   */
  public boolean isComplete() {
    return missingRanges.isEmpty() && fileSize > 0;
  }
}
