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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files and marks of a package, in the order in which they may go: large files first, small
 * ones where a connection is free, a folder's mark when all that is in it is there. Guarded by the
 * lock of who asks for work.
 */
final class PackageWork implements Work {
  private final PackageFolder source;
  private final Upload upload;
  private final Deque<Planned> large = new ArrayDeque<>();
  private final Deque<Planned> small = new ArrayDeque<>();

  /** Oldest first, so that what was begun ends, and its session does not grow old. */
  private final Map<FileUpload, Planned> active = new LinkedHashMap<>();

  private final Map<Folder, Map<Planned, UploadResult.Builder>> done = new HashMap<>();
  private final Deque<Folder> complete = new ArrayDeque<>();
  private final List<FolderEnd> ends = new ArrayList<>();
  private final List<UploadResult> results = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private int marked;
  private int givenUp;
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
    takeIn();
    for (FileUpload file : active.keySet()) {
      Runnable piece = file.next();
      if (piece != null) {
        return piece;
      }
    }
    if (hopeless) {
      return null;
    }
    Folder folder = complete.poll();
    if (folder != null) {
      Map<Planned, UploadResult.Builder> files = done.remove(folder);
      FolderEnd end =
          new FolderEnd(
              source, upload, folder, files == null ? new HashMap<>() : files, this::begin);
      ends.add(end);
      return end::run;
    }
    Planned file = large.isEmpty() ? small.poll() : large.poll();
    if (file == null) {
      return null;
    }
    FileUpload begun = begin(file);
    active.put(begun, file);
    return begun.next();
  }

  /** The root is not listed before it is whole, so its own files look after themselves. */
  private FileUpload begin(Planned file) {
    return new FileUpload(
        upload,
        source.path(file.name()),
        source.storePath(file.name()),
        file.size(),
        UploadResult.builder(source.root(), source.storePath("").value(), file.name(), file.size()),
        upload.options.verify() && file.folder().isRoot());
  }

  @Override
  public boolean isOver() {
    boolean nothingLeft = large.isEmpty() && small.isEmpty() && complete.isEmpty();
    return active.isEmpty() && ends.isEmpty() && (hopeless || nothingLeft);
  }

  /** Takes in what ended. */
  private void takeIn() {
    for (Iterator<Map.Entry<FileUpload, Planned>> all = active.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<FileUpload, Planned> entry = all.next();
      if (entry.getKey().isOver()) {
        all.remove();
        ended(entry.getKey(), entry.getValue());
      }
    }
    for (Iterator<FolderEnd> all = ends.iterator(); all.hasNext(); ) {
      FolderEnd end = all.next();
      if (end.isOver()) {
        all.remove();
        ended(end);
      }
    }
  }

  /** Lets go of what will not be gone on with, once nobody works any more. */
  void giveUp() {
    takeIn();
    active.keySet().forEach(FileUpload::close);
    givenUp += active.size();
    active.clear();
  }

  private void ended(FileUpload file, Planned planned) {
    ImageStoreException failure = file.failure();
    if (failure != null) {
      failed(file.path(), failure);
      return;
    }
    done.computeIfAbsent(planned.folder(), folder -> new HashMap<>()).put(planned, file.result());
    childDone(planned.folder());
  }

  private void ended(FolderEnd end) {
    Folder folder = end.folder();
    Failure failure = end.failure();
    if (failure != null) {
      done.put(folder, end.files());
      failed(failure.file(), failure.cause());
      return;
    }
    marked++;
    boolean listed = upload.options.verify();
    end.files().values().forEach(file -> results.add(file.verified(listed).build()));
    if (!folder.isRoot()) {
      childDone(folder.parent);
    }
  }

  /** What it lies in is never done, and so gets no mark. */
  private void failed(Path path, ImageStoreException failure) {
    failures.add(new Failure(path, failure));
    // Where no connection comes about, another file has none either.
    hopeless |= failure instanceof ImageStoreUnreachableException;
  }

  private void childDone(Folder folder) {
    folder.remaining--;
    if (folder.remaining == 0) {
      complete.add(folder);
    }
  }

  List<Failure> failures() {
    return failures;
  }

  /** How many files were not begun, or not ended and have not failed. */
  int unfinished() {
    return large.size() + small.size() + givenUp;
  }

  PackageResult result(Duration duration) {
    List<UploadResult> all = new ArrayList<>(results);
    done.values().forEach(files -> files.values().forEach(file -> all.add(file.build())));
    return new PackageResult(
        all, marked, all.stream().mapToLong(UploadResult::size).sum(), duration);
  }
}
