package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.internal.upload.PackageFolder.Folder;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The one walk through a package, which is checked before anything of it is sent. */
final class PackageWalk extends SimpleFileVisitor<Path> {
  /** All faults are named, unless they are so many that nobody would read them. */
  private static final int MOST_SHOWN = 1000;

  private final Path walked;
  private final PackageFolder found;
  private final UploadOptions options;
  private final BooleanSupplier givenUp;
  private final Deque<Folder> open = new ArrayDeque<>();
  private final List<String> faults = new ArrayList<>();

  /** Folders whose names are refused, and so no name below them would do. */
  private final Set<Folder> refused = new HashSet<>();

  private final Deque<Map<String, String>> names = new ArrayDeque<>();

  private PackageWalk(
      Path walked, PackageFolder found, UploadOptions options, BooleanSupplier givenUp) {
    this.walked = walked;
    this.found = found;
    this.options = options;
    this.givenUp = givenUp;
  }

  /**
   * Walks a package; gives null where that was given up.
   *
   * @throws IllegalArgumentException if there is nothing in it, or anything that cannot be
   *     uploaded; the message names all of that
   */
  static @Nullable PackageFolder read(
      Path root, StorePath storePath, UploadOptions options, BooleanSupplier givenUp) {
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("folder must be a folder, but is not: " + root);
    }
    PackageFolder found = new PackageFolder(root, storePath);
    PackageWalk walk;
    try {
      Path walked = options.followLinks() ? root : root.toRealPath();
      walk = new PackageWalk(walked, found, options, givenUp);
      Set<FileVisitOption> links =
          options.followLinks() ? Set.of(FileVisitOption.FOLLOW_LINKS) : Set.of();
      Files.walkFileTree(walked, links, Integer.MAX_VALUE, walk);
    } catch (IOException e) {
      throw new IllegalArgumentException("folder cannot be read: " + e, e);
    }
    if (givenUp.getAsBoolean()) {
      return null;
    }
    walk.check();
    return found;
  }

  private void check() {
    if (!faults.isEmpty()) {
      int more = faults.size() - MOST_SHOWN;
      throw new IllegalArgumentException(
          found.root()
              + " cannot be uploaded, and nothing of it was sent: "
              + String.join("; ", faults.subList(0, Math.min(MOST_SHOWN, faults.size())))
              + (more > 0 ? "; and " + more + " more" : ""));
    }
    if (found.files() == 0) {
      throw new IllegalArgumentException(
          "folder must have a file to upload, but has none: " + found.root());
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
    Folder folder = found.top();
    if (!path.equals(walked)) {
      if (!options.filter().test(walked.relativize(path))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      folder = found.add(open.element(), name(path));
      if (!checkName(path, folder.name)) {
        refused.add(folder);
      }
    }
    open.push(folder);
    // Letter by letter, as Windows does: "straße" and "STRASSE" are two.
    names.push(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    return goOn();
  }

  private FileVisitResult goOn() {
    return givenUp.getAsBoolean() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) {
    if (failure != null) {
      fault(path, "it cannot be read (" + failure + ")");
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
      fault(
          file,
          options.followLinks()
              ? "it is a link that leads nowhere"
              : "it is a link; followLinks(true) uploads what it leads to");
    } else if (!attributes.isRegularFile()) {
      fault(file, "it is neither a file nor a folder");
    } else if (!Files.isReadable(file)) {
      fault(file, "it may not be read");
    } else {
      found.add(open.element(), name, attributes.size());
    }
    return goOn();
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

  private boolean checkName(Path path, String name) {
    String last = path.getFileName().toString();
    String twin = names.element().put(last, last);
    if (twin != null) {
      fault(path, "its name differs from " + twin + " by case alone, which is one file there");
    }
    if (last.equalsIgnoreCase(PackageFolder.MARK)) {
      fault(path, "the image store marks a whole folder with a file of this name");
    }
    boolean below = refused.contains(open.element());
    String why = refusal(path.getFileName(), below ? last : found.storePath("") + "/" + name);
    if (why != null) {
      fault(path, why);
    }
    return why == null && !below;
  }

  private @Nullable String refusal(Path last, String sent) {
    if (!isText(last)) {
      return "its name is not text as this system writes names (sun.jnu.encoding is "
          + System.getProperty("sun.jnu.encoding")
          + ")";
    }
    try {
      return StorePath.of("its name", sent).value().equals(sent)
          ? null
          : "its name has a backslash, which separates folders in the image store";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** What cannot be decoded would be sent under another name. */
  private static boolean isText(Path name) {
    try {
      return name.getFileSystem().getPath(name.toString()).equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void fault(Path path, String why) {
    Path relative = walked.relativize(path);
    faults.add((relative.toString().isEmpty() ? path : relative) + ": " + why);
  }
}
