package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.ImageStoreException.Facts;
import io.github.servicefabric.imagestore.OutcomeUnknownException;
import io.github.servicefabric.imagestore.PackageUploadException.Failure;
import io.github.servicefabric.imagestore.StoreContent;
import io.github.servicefabric.imagestore.UploadResult;
import io.github.servicefabric.imagestore.internal.call.Operation;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.internal.upload.PackageFolder.Folder;
import io.github.servicefabric.imagestore.internal.upload.PackageFolder.Planned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The end of a folder: its mark, and what the image store lists of it, which it does once the mark
 * is there. A file that is not listed with its size is sent once more; where that does not help,
 * the mark is taken back. The root's mark says that the package is whole: its own files were looked
 * at one by one before, and of it no more than the mark is.
 */
final class FolderEnd {
  private final PackageFolder source;
  private final Upload upload;
  private final Folder folder;
  private final Map<Planned, UploadResult.Builder> files;
  private final Function<Planned, FileUpload> uploads;
  private @Nullable Failure failure;
  private volatile boolean over;

  FolderEnd(
      PackageFolder source,
      Upload upload,
      Folder folder,
      Map<Planned, UploadResult.Builder> files,
      Function<Planned, FileUpload> uploads) {
    this.source = source;
    this.upload = upload;
    this.folder = folder;
    this.files = files;
    this.uploads = uploads;
  }

  Folder folder() {
    return folder;
  }

  /** What became of its files. */
  Map<Planned, UploadResult.Builder> files() {
    return files;
  }

  boolean isOver() {
    return over;
  }

  /** What went wrong; null where nothing did. */
  @Nullable Failure failure() {
    return failure;
  }

  void run() {
    try {
      failure = end();
    } catch (ImageStoreException e) {
      failure = new Failure(source.path(folder.name), e);
    } finally {
      over = true;
    }
  }

  private @Nullable Failure end() {
    mark();
    if (!upload.options.verify()) {
      return null;
    }
    if (folder.isRoot()) {
      confirmMark();
      return null;
    }
    Failure wrong;
    try {
      wrong = verify();
    } catch (ImageStoreException e) {
      if (upload.calls.ending() != null) {
        throw e;
      }
      // Nobody knows what it stands over.
      wrong = new Failure(source.path(folder.name), e);
    }
    if (wrong != null) {
      takeBackMark(wrong);
    }
    return wrong;
  }

  private void takeBackMark(Failure wrong) {
    try {
      upload.takeBack(source.mark(folder));
    } catch (ImageStoreException e) {
      wrong.cause().addSuppressed(e);
    }
  }

  private void mark() {
    try {
      call(Operations.uploadFile(source.mark(folder), new ByteSource.OfBytes(new byte[0], 0), 0));
    } catch (OutcomeUnknownException e) {
      if (upload.calls.ending() != null || !isMarked()) {
        throw e;
      }
    }
  }

  private void confirmMark() {
    if (!isMarked()) {
      mark();
      if (!isMarked()) {
        throw told(source.mark(folder), 0);
      }
    }
  }

  private boolean isMarked() {
    return call(Operations.content(source.mark(folder))).isPresent();
  }

  private <T> T call(Operation<T> operation) {
    return upload.calls.call(
        operation, null, event -> upload.pace.heard(event, upload.calls.nanoTime()));
  }

  private @Nullable Failure verify() {
    List<Planned> wrong = wrong(folder.files);
    for (Planned file : wrong) {
      ImageStoreException inVain = sendAgain(file);
      if (inVain != null) {
        return new Failure(source.path(file.name()), inVain);
      }
    }
    List<Planned> still = wrong.isEmpty() ? wrong : wrong(wrong);
    if (still.isEmpty()) {
      return null;
    }
    Planned first = still.get(0);
    return new Failure(
        source.path(first.name()), told(source.storePath(first.name()), first.size()));
  }

  /** Its session would say that all is there. */
  private @Nullable ImageStoreException sendAgain(Planned file) {
    UploadResult first = files.get(file).build();
    first.sessionId().ifPresent(upload::discard);
    upload.progress.undone(file.size());
    FileUpload again = uploads.apply(file);
    while (!again.isOver()) {
      Runnable piece = again.next();
      if (piece != null) {
        piece.run();
      }
    }
    if (again.failure() != null) {
      files.remove(file);
      return again.failure();
    }
    UploadResult second = again.result().build();
    files.put(
        file,
        again
            .result()
            .sent(
                first.parts() + second.parts(),
                first.bytesSent() + second.bytesSent(),
                first.bytesResumed(),
                first.attempts() + second.attempts())
            .duration(first.duration().plus(second.duration())));
    return null;
  }

  private ImageStoreException told(StorePath path, long size) {
    return new OutcomeUnknownException(
        "Store path "
            + path
            + ": outcome unknown, the file was sent twice, and the image store does not list it with"
            + " its "
            + size
            + " bytes. Look at who else writes this path, then call again.",
        Facts.of("getImageStoreContent", upload.calls.settings().requestId())
            .storePath(path.value()),
        null);
  }

  private List<Planned> wrong(List<Planned> expected) {
    Map<String, Long> listed = listed();
    List<Planned> wrong = new ArrayList<>();
    for (Planned file : expected) {
      Long size = listed.get(lastSegment(file.name()));
      if (size == null || size != file.size()) {
        wrong.add(file);
      }
    }
    return wrong;
  }

  private Map<String, Long> listed() {
    Optional<StoreContent> content = upload.calls.list(source.storePath(folder.name));
    if (content.isEmpty()) {
      confirmMark();
      content = upload.calls.list(source.storePath(folder.name));
    }
    Map<String, Long> sizes = new HashMap<>();
    content.ifPresent(
        all -> all.files().forEach(file -> sizes.put(lastSegment(file.storePath()), file.size())));
    return sizes;
  }

  /** As the image store compares names, and whichever slash it puts between folders. */
  private static String lastSegment(String path) {
    String slashes = path.replace('\\', '/');
    return slashes.substring(slashes.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
