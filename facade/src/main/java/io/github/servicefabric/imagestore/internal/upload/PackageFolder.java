package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A package as it lies on disk, walked once and checked before anything of it is sent. */
final class PackageFolder {
  static final String MARK = "_.dir";
  private static final int MOST_SHOWN = 20;

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

    boolean failed;

    Folder(Folder parent, String name) {
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
  private final List<String> faults = new ArrayList<>();
  private int files;
  private long size;

  private PackageFolder(Path root, StorePath storePath) {
    this.root = root;
    this.storePath = storePath;
    folders.add(top);
  }

  /**
   * Walks a package.
   *
   * @throws IllegalArgumentException if there is nothing in it, or anything that cannot be
   *     uploaded; the message names all of that
   */
  static PackageFolder read(Path root, StorePath storePath, UploadOptions options) {
    PackageFolder read = new PackageFolder(root, storePath);
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("folder must be a folder, but is not: " + root);
    }
    Set<FileVisitOption> links =
        options.followLinks()
            ? EnumSet.of(FileVisitOption.FOLLOW_LINKS)
            : EnumSet.noneOf(FileVisitOption.class);
    try {
      Path walked = options.followLinks() ? root : root.toRealPath();
      Files.walkFileTree(walked, links, Integer.MAX_VALUE, read.new Visitor(walked, options));
    } catch (IOException e) {
      throw new IllegalArgumentException("folder cannot be read: " + e, e);
    }
    read.check();
    return read;
  }

  private void check() {
    if (files == 0 && faults.isEmpty()) {
      throw new IllegalArgumentException(
          "folder must have a file to upload, but has none: " + root);
    }
    if (!faults.isEmpty()) {
      int more = faults.size() - MOST_SHOWN;
      throw new IllegalArgumentException(
          root
              + " cannot be uploaded, and nothing of it was sent: "
              + String.join("; ", faults.subList(0, Math.min(MOST_SHOWN, faults.size())))
              + (more > 0 ? "; and " + more + " more" : ""));
    }
  }

  Path root() {
    return root;
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

  Path path(String name) {
    return name.isEmpty() ? root : root.resolve(name);
  }

  StorePath storePath(String name) {
    return name.isEmpty() ? storePath : new StorePath(storePath + "/" + name);
  }

  StorePath mark(Folder folder) {
    return new StorePath(storePath(folder.name) + "/" + MARK);
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path walked;
    private final UploadOptions options;
    private final Deque<Folder> open = new ArrayDeque<>();
    private final Deque<Map<String, String>> names = new ArrayDeque<>();

    Visitor(Path walked, UploadOptions options) {
      this.walked = walked;
      this.options = options;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (folder.equals(walked)) {
        open.push(top);
        names.push(new HashMap<>());
        return FileVisitResult.CONTINUE;
      }
      if (!options.filter().test(walked.relativize(folder))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      String name = name(folder);
      checkName(folder, name);
      Folder entered = new Folder(open.peek(), name);
      open.peek().remaining++;
      folders.add(entered);
      open.push(entered);
      names.push(new HashMap<>());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      if (failure != null) {
        fault(folder, "it cannot be read (" + failure + ")");
      }
      open.pop();
      names.pop();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!options.filter().test(walked.relativize(file))) {
        return FileVisitResult.CONTINUE;
      }
      String name = name(file);
      checkName(file, name);
      if (attributes.isSymbolicLink()) {
        fault(file, "it is a link; followLinks(true) uploads what it leads to");
      } else if (!attributes.isRegularFile()) {
        fault(file, "it is neither a file nor a folder");
      } else if (!Files.isReadable(file)) {
        fault(file, "it may not be read");
      } else if (file.getFileName().toString().equalsIgnoreCase(MARK)) {
        fault(file, "the image store marks a whole folder with a file of this name");
      } else {
        Folder folder = open.peek();
        folder.files.add(new Planned(folder, name, attributes.size()));
        folder.remaining++;
        files++;
        size += attributes.size();
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      if (options.filter().test(walked.relativize(file))) {
        fault(
            file,
            failure instanceof FileSystemLoopException
                ? "it is a link to a folder that it lies in"
                : "it cannot be read (" + failure + ")");
      }
      return FileVisitResult.CONTINUE;
    }

    private String name(Path path) {
      StringBuilder name = new StringBuilder();
      for (Path segment : walked.relativize(path)) {
        name.append(name.isEmpty() ? "" : "/").append(segment);
      }
      return name.toString();
    }

    private void checkName(Path path, String name) {
      String last = path.getFileName().toString();
      try {
        StorePath taken = StorePath.of("its name", storePath + "/" + name);
        if (!taken.value().equals(storePath + "/" + name)) {
          fault(path, "its name has a backslash, which separates folders in the image store");
        }
      } catch (IllegalArgumentException e) {
        fault(path, String.valueOf(e.getMessage()));
      }
      String twin = names.peek().put(last.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), last);
      if (twin != null) {
        fault(path, "its name differs from " + twin + " by case alone, which is one file there");
      }
    }

    private void fault(Path path, String why) {
      Path relative = walked.relativize(path);
      faults.add((relative.toString().isEmpty() ? path : relative) + ": " + why);
    }
  }
}
