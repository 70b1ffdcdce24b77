package io.github.servicefabric.imagestore;

import java.time.Instant;
import java.util.List;

/**
 * What is at a path of the image store: one file, or one level of a folder. From the operations
 * "Get Image Store Content" and "Get Image Store Root Content". Immutable.
 *
 * @param files of a folder, or the one file that the path names
 * @param folders of a folder
 */
public record StoreContent(List<File> files, List<Folder> folders) {
  /**
   * Copies the lists.
   *
   * @param files of a folder, or the one file
   * @param folders of a folder
   * @throws NullPointerException if anything is null
   */
  public StoreContent {
    files = List.copyOf(files);
    folders = List.copyOf(folders);
  }

  /**
   * A file in the image store.
   *
   * @param storePath its path from the root of the image store
   * @param size in bytes
   * @param version a higher one with each upload to the same path
   * @param modified when it was stored
   */
  public record File(String storePath, long size, FileVersion version, Instant modified) {}

  /**
   * Which upload of a path a file is from.
   *
   * @param number of the upload, within its epoch
   * @param epochDataLoss of the image store when it was uploaded
   * @param epochConfiguration of the image store when it was uploaded
   */
  public record FileVersion(long number, long epochDataLoss, long epochConfiguration) {}

  /**
   * A folder in the image store.
   *
   * @param storePath its path from the root of the image store
   * @param fileCount the number of files in it
   */
  public record Folder(String storePath, long fileCount) {}
}
