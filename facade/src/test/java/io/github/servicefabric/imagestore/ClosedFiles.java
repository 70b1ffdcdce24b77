package io.github.servicefabric.imagestore;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Files of which some may not be read. Permissions would do the same, but not for root, who runs
 * tests in many a container.
 */
final class ClosedFiles extends WrappedFiles {
  private final Set<String> closed;

  private ClosedFiles(Path path, Set<String> closed) {
    super(path.getFileSystem());
    this.closed = closed;
  }

  /** The same path, below which everything of one of these names is closed. */
  static Path at(Path path, String... names) {
    return new ClosedFiles(path, Set.of(names)).wrapped(path);
  }

  @Override
  void open(Path file) throws AccessDeniedException {
    if (closed.contains(file.getFileName().toString())) {
      throw new AccessDeniedException(file.toString());
    }
  }
}
