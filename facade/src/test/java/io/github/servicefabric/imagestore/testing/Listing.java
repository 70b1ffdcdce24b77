package io.github.servicefabric.imagestore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * One page of what is in a folder.
 *
 * @param next the path of the first entry that has no place on the page; empty where there is none
 */
record Listing(List<StoredFile> files, List<Folder> folders, String next) {
  private static final String UNRESERVED = "-._~/";

  /** A folder below, with the number of all files in it and below it. */
  record Folder(String path, long fileCount) {}

  /**
   * Lists one level.
   *
   * @param token where to go on: the first entry of this path or after it
   */
  static Listing of(StoredFiles store, String path, String token, long pageSize) {
    String from = store.key(token);
    String folder = store.normalized(path);
    List<StoredFile> files = new ArrayList<>();
    List<Folder> folders = new ArrayList<>();
    for (StoredFile file : store.under(path)) {
      if (store.key(file.path()).compareTo(from) < 0) {
        continue;
      }
      int end = file.path().indexOf(store.separator(), folder.isEmpty() ? 0 : folder.length() + 1);
      String entry = end < 0 ? file.path() : file.path().substring(0, end);
      // What is below one folder stands together, as the files are in the order of their paths.
      Folder last = folders.isEmpty() ? null : folders.get(folders.size() - 1);
      if (end >= 0 && last != null && last.path().equalsIgnoreCase(entry)) {
        folders.set(folders.size() - 1, new Folder(last.path(), last.fileCount() + 1));
      } else if (files.size() + folders.size() == pageSize) {
        return new Listing(files, folders, entry);
      } else if (end >= 0) {
        folders.add(new Folder(entry, 1));
      } else {
        files.add(file);
      }
    }
    return new Listing(files, folders, "");
  }

  boolean isEmpty() {
    return files.isEmpty() && folders.isEmpty();
  }

  /** As it goes into the answer, to be sent back as it is. */
  String escapedToken() {
    StringBuilder escaped = new StringBuilder();
    for (byte one : next.getBytes(UTF_8)) {
      char character = (char) (one & 0xff);
      boolean plain =
          character < 128
              && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0);
      escaped.append(plain ? String.valueOf(character) : String.format("%%%02X", (int) character));
    }
    return escaped.toString();
  }
}
