package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.List;

/**
 * What became of a package folder. Immutable.
 *
 * @param files those in the image store now, in no particular order; marks are not among them
 * @param folders how many folders got their mark, the root included
 * @param size of these files in bytes
 * @param duration of the whole call
 */
public record PackageResult(List<UploadResult> files, int folders, long size, Duration duration) {
  /**
   * Copies the list.
   *
   * @param files those in the image store now
   * @param folders how many folders got their mark
   * @param size of these files in bytes
   * @param duration of the whole call
   * @throws NullPointerException if the list or one of it is null
   */
  public PackageResult {
    files = List.copyOf(files);
  }
}
