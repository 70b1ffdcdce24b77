package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.ImageStoreUnreachableException;
import io.github.servicefabric.imagestore.PackageResult;
import io.github.servicefabric.imagestore.PackageUploadException.Failure;
import io.github.servicefabric.imagestore.UploadResult;
import io.github.servicefabric.imagestore.internal.upload.PackageFolder.Folder;
import io.github.servicefabric.imagestore.internal.upload.PackageFolder.Planned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files and marks of a package, in the order in which they may go: large files first, small
 * ones where a connection is free, a folder's mark when all that is in it is there.
 */
final class PackageWork implements Work {
  private final PackageFolder source;
  private final Upload upload;
  private final Deque<Planned> large = new ArrayDeque<>();
  private final Deque<Planned> small = new ArrayDeque<>();
  private final Map<FileUpload, Planned> active = new HashMap<>();
  private final Map<Folder, List<UploadResult.Builder>> done = new HashMap<>();
  private final Deque<Folder> complete = new ArrayDeque<>();
  private final List<UploadResult> results = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private int marking;
  private int marked;
  private boolean hopeless;

  PackageWork(PackageFolder source, Upload upload) {
    this.source = source;
    this.upload = upload;
    List<Planned> parts = new ArrayList<>();
    for (Folder folder : source.folders()) {
      for (Planned file : folder.files) {
        (file.size() > upload.options.partSize() ? parts : small).add(file);
      }
      if (folder.remaining == 0) {
        complete.add(folder);
      }
    }
    parts.sort(Comparator.comparingLong(Planned::size).reversed());
    large.addAll(parts);
  }

  @Override
  public @Nullable Runnable next() {
    for (Iterator<Map.Entry<FileUpload, Planned>> all = active.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<FileUpload, Planned> entry = all.next();
      if (entry.getKey().isOver()) {
        all.remove();
        ended(entry.getKey(), entry.getValue());
      } else {
        Runnable piece = entry.getKey().next();
        if (piece != null) {
          return piece;
        }
      }
    }
    if (hopeless) {
      return null;
    }
    Folder folder = complete.poll();
    if (folder != null) {
      marking++;
      return () -> finish(folder);
    }
    Planned file = large.isEmpty() ? small.poll() : large.poll();
    if (file == null) {
      return null;
    }
    FileUpload begun = begin(file);
    active.put(begun, file);
    return begun.next();
  }

  private FileUpload begin(Planned file) {
    return new FileUpload(
        upload,
        source.path(file.name()),
        source.storePath(file.name()),
        file.size(),
        UploadResult.builder(source.root(), source.storePath("").value(), file.name(), file.size()),
        false);
  }

  @Override
  public boolean isOver() {
    boolean begun = active.isEmpty() && marking == 0;
    boolean nothingLeft = large.isEmpty() && small.isEmpty() && complete.isEmpty();
    return begun && (hopeless || nothingLeft);
  }

  /** Takes in what ended, for an upload that was ended itself. */
  void sweep() {
    active.forEach(
        (file, planned) -> {
          file.close();
          if (file.isOver()) {
            ended(file, planned);
          }
        });
    active.clear();
  }

  private void ended(FileUpload file, Planned planned) {
    ImageStoreException failure = file.failure();
    if (failure != null) {
      failed(planned.folder(), file.path(), failure);
      return;
    }
    done.computeIfAbsent(planned.folder(), folder -> new ArrayList<>()).add(file.result());
    childDone(planned.folder());
  }

  private void failed(Folder folder, Path path, ImageStoreException failure) {
    failures.add(new Failure(path, failure));
    // Where no connection comes about, another file has none either.
    hopeless |= failure instanceof ImageStoreUnreachableException;
    for (Folder above = folder; !above.failed; above = above.parent) {
      above.failed = true;
    }
  }

  private void childDone(Folder folder) {
    folder.remaining--;
    if (folder.remaining == 0 && !folder.failed) {
      complete.add(folder);
    }
  }

  private void finish(Folder folder) {
    FolderEnd end = new FolderEnd(source, upload, folder, this::begin);
    @Nullable Failure failure = end.run();
    synchronized (lock()) {
      marking--;
      if (failure != null) {
        failed(folder, failure.file(), failure.cause());
        return;
      }
      marked++;
      List<UploadResult.Builder> builders = done.remove(folder);
      if (builders != null) {
        boolean verified = upload.options.verify();
        builders.forEach(builder -> results.add(builder.verified(verified).build()));
      }
      if (!folder.isRoot()) {
        childDone(folder.parent);
      }
    }
  }

  private @Nullable Object lock;

  /** The crew's own, under which all else here is called. */
  void guardedBy(Object crew) {
    lock = crew;
  }

  private Object lock() {
    return lock == null ? this : lock;
  }

  List<Failure> failures() {
    return failures;
  }

  int notBegun() {
    return large.size() + small.size();
  }

  PackageResult result(Duration duration) {
    List<UploadResult> all = new ArrayList<>(results);
    done.values().forEach(list -> list.forEach(builder -> all.add(builder.build())));
    return new PackageResult(
        all, marked, all.stream().mapToLong(UploadResult::size).sum(), duration);
  }
}
