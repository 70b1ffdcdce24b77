package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own files, read only, of which some may not be read. Permissions would do the same,
 * but not for root, who runs tests in many a container.
 */
final class ClosedFiles extends FileSystemProvider {
  private final Predicate<Path> closed;
  private final FileSystem files = new ClosedFileSystem();

  private ClosedFiles(Predicate<Path> closed) {
    this.closed = closed;
  }

  /** The same path, below which everything of one of these names is closed. */
  static Path at(Path path, String... names) {
    Set<String> all = Set.of(names);
    return new ClosedFiles(file -> all.contains(file.getFileName().toString())).wrapped(path);
  }

  private Path wrapped(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            ClosedFiles.class.getClassLoader(),
            new Class<?>[] {Path.class, Wrapper.class},
            (proxy, method, arguments) -> answer(path, method, arguments));
  }

  private @Nullable Object answer(Path path, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Wrapper.class) {
      return path;
    } else if (method.getName().equals("getFileSystem")) {
      return files;
    }
    Object[] own =
        arguments == null
            ? new Object[0]
            : Stream.of(arguments).map(ClosedFiles::unwrapped).toArray();
    try {
      Object answer = method.invoke(path, own);
      if (answer instanceof Iterator<?>) {
        return StreamSupport.stream(path.spliterator(), false).map(this::wrapped).iterator();
      }
      return answer instanceof Path other ? wrapped(other) : answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static @Nullable Object unwrapped(@Nullable Object object) {
    return object instanceof Wrapper wrapper ? wrapper.inner() : object;
  }

  private static Path own(Path path) {
    return (Path) unwrapped(path);
  }

  private Path open(Path path) throws AccessDeniedException {
    if (closed.test(own(path))) {
      throw new AccessDeniedException(path.toString());
    }
    return own(path);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    own(path).getFileSystem().provider().checkAccess(own(path), modes);
    if (Set.of(modes).contains(AccessMode.READ)) {
      open(path);
    }
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return Files.newByteChannel(open(path), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return FileChannel.open(open(path), options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(open(folder));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return StreamSupport.stream(stream.spliterator(), false)
            .map(ClosedFiles.this::wrapped)
            .iterator();
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(own(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return Files.readAttributes(own(path), names, options);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(own(path), type, options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return Files.isSameFile(own(one), own(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(own(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(own(path));
  }

  @Override
  public String getScheme() {
    return "closed";
  }

  @Override
  public FileSystem newFileSystem(URI address, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI address) {
    return files;
  }

  @Override
  public Path getPath(URI address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  /** Says which path of the machine is behind one of ours. */
  private interface Wrapper {
    Path inner();
  }

  private final class ClosedFileSystem extends FileSystem {
    private final FileSystem machine = FileSystems.getDefault();

    @Override
    public FileSystemProvider provider() {
      return ClosedFiles.this;
    }

    @Override
    public Path getPath(String first, String... more) {
      return wrapped(machine.getPath(first, more));
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return StreamSupport.stream(machine.getRootDirectories().spliterator(), false)
          .map(ClosedFiles.this::wrapped)
          .toList();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      PathMatcher matcher = machine.getPathMatcher(pattern);
      return path -> matcher.matches(own(path));
    }

    @Override
    public String getSeparator() {
      return machine.getSeparator();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return machine.supportedFileAttributeViews();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return machine.getFileStores();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return machine.getUserPrincipalLookupService();
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
}
