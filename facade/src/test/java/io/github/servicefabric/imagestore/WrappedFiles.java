package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Files of another file system, read only and by rules of their own. */
abstract class WrappedFiles extends FileSystemProvider {
  private final FileSystem inner;
  private final FileSystem files;

  WrappedFiles(FileSystem inner) {
    this.inner = inner;
    this.files = new WrappedFileSystem(this, inner);
  }

  /** Whoever wants to know something of a file, or to open it, may meet with a failure. */
  void look(Path inner) throws IOException {}

  /** The same for whoever wants to read it. */
  void open(Path inner) throws IOException {
    look(inner);
  }

  FileChannel read(FileChannel inner) {
    return inner;
  }

  Set<String> views(Set<String> inner) {
    return inner;
  }

  /** The same path, with these rules. */
  final Path wrapped(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            WrappedFiles.class.getClassLoader(),
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
            : Stream.of(arguments).map(WrappedFiles::unwrapped).toArray();
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

  static Path own(Path path) {
    return (Path) unwrapped(path);
  }

  private Path looked(Path path) throws IOException {
    look(own(path));
    return own(path);
  }

  private Path opened(Path path) throws IOException {
    open(own(path));
    return own(path);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    inner.provider().checkAccess(looked(path), modes);
    if (Set.of(modes).contains(AccessMode.READ)) {
      open(own(path));
    }
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return Files.newByteChannel(opened(path), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return read(FileChannel.open(opened(path), options, attributes));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(opened(folder));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return StreamSupport.stream(stream.spliterator(), false)
            .map(WrappedFiles.this::wrapped)
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
    return Files.readAttributes(looked(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return Files.readAttributes(looked(path), names, options);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(own(path), type, options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return Files.isSameFile(looked(one), looked(other));
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
    return "wrapped";
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
}
