package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A package as it lies on disk. */
final class PackageFolder {
  static final String MARK = "_.dir";

  /**
   * A file to be uploaded.
   *
   * @param name relative to the package, with slashes
   */
  record Planned(Folder folder, String name, long size) {}

  /** A folder, which gets its mark once all that is in it is there. */
  static final class Folder {
    final Folder parent;
    final String name;
    final List<Planned> files = new ArrayList<>(0);

    /** Files and folders in it that are not done. */
    int remaining;

    Folder(@Nullable Folder parent, String name) {
      this.parent = parent == null ? this : parent;
      this.name = name;
    }

    boolean isRoot() {
      return parent == this;
    }
  }

  private final Path root;
  private final StorePath storePath;
  private final Folder top = new Folder(null, "");
  private final List<Folder> folders = new ArrayList<>();
  private int files;
  private long size;
  private long largest;

  /** With nothing in it yet. */
  PackageFolder(Path root, StorePath storePath) {
    this.root = root;
    this.storePath = storePath;
    folders.add(top);
  }

  Folder add(Folder parent, String name) {
    Folder folder = new Folder(parent, name);
    parent.remaining++;
    folders.add(folder);
    return folder;
  }

  void add(Folder folder, String name, long bytes) {
    folder.files.add(new Planned(folder, name, bytes));
    folder.remaining++;
    files++;
    size += bytes;
    largest = Math.max(largest, bytes);
  }

  Path root() {
    return root;
  }

  Folder top() {
    return top;
  }

  List<Folder> folders() {
    return folders;
  }

  int files() {
    return files;
  }

  long size() {
    return size;
  }

  /** The size of the largest file. */
  long largest() {
    return largest;
  }

  Path path(String name) {
    return name.isEmpty() ? root : root.resolve(name);
  }

  StorePath storePath(String name) {
    return name.isEmpty() ? storePath : new StorePath(storePath + "/" + name);
  }

  StorePath mark(Folder folder) {
    return new StorePath(storePath(folder.name) + "/" + MARK);
  }
}
