package io.github.servicefabric.imagestore;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The file system of {@link WrappedFiles}. */
final class WrappedFileSystem extends FileSystem {
  private final WrappedFiles files;
  private final FileSystem inner;

  WrappedFileSystem(WrappedFiles files, FileSystem inner) {
    this.files = files;
    this.inner = inner;
  }

  @Override
  public FileSystemProvider provider() {
    return files;
  }

  @Override
  public Path getPath(String first, String... more) {
    return files.wrapped(inner.getPath(first, more));
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return StreamSupport.stream(inner.getRootDirectories().spliterator(), false)
        .map(files::wrapped)
        .toList();
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    PathMatcher matcher = inner.getPathMatcher(pattern);
    return path -> matcher.matches(WrappedFiles.own(path));
  }

  @Override
  public String getSeparator() {
    return inner.getSeparator();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return files.views(inner.supportedFileAttributeViews());
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return inner.getFileStores();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return inner.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public void close() {}
}
