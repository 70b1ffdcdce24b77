package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.ImageStoreException.Facts;
import io.github.servicefabric.imagestore.OutcomeUnknownException;
import io.github.servicefabric.imagestore.PackageUploadException.Failure;
import io.github.servicefabric.imagestore.StoreContent;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The end of a folder: its mark, and what the image store lists of it, which it does once the mark
 * is there. The root's own files are asked for one by one, for its mark says that the package is
 * whole and comes last. A file that is not listed with its size is sent once more.
 */
final class FolderEnd {
  private final PackageFolder source;
  private final Upload upload;
  private final Folder folder;
  private final Function<Planned, FileUpload> uploads;

  FolderEnd(
      PackageFolder source, Upload upload, Folder folder, Function<Planned, FileUpload> uploads) {
    this.source = source;
    this.upload = upload;
    this.folder = folder;
    this.uploads = uploads;
  }

  /** Returns what went wrong; null where nothing did. */
  @Nullable Failure run() {
    try {
      if (!folder.isRoot()) {
        mark();
      }
      Failure failure = upload.options.verify() ? verify() : null;
      if (failure == null && folder.isRoot()) {
        mark();
      }
      return failure;
    } catch (ImageStoreException e) {
      return new Failure(source.path(folder.name), e);
    }
  }

  private void mark() {
    call(Operations.uploadFile(source.mark(folder), new ByteSource.OfBytes(new byte[0], 0), 0));
  }

  private <T> T call(io.github.servicefabric.imagestore.internal.call.Operation<T> operation) {
    return upload.calls.call(
        operation, null, event -> upload.pace.heard(event, upload.calls.nanoTime()));
  }

  private @Nullable Failure verify() {
    List<Planned> wrong = wrong(folder.files);
    for (Planned file : wrong) {
      FileUpload again = uploads.apply(file);
      while (!again.isOver()) {
        Runnable piece = again.next();
        if (piece != null) {
          piece.run();
        }
      }
      ImageStoreException failure = again.failure();
      if (failure != null) {
        return new Failure(source.path(file.name()), failure);
      }
    }
    List<Planned> still = wrong.isEmpty() ? List.of() : wrong(wrong);
    return still.isEmpty() ? null : new Failure(source.path(still.get(0).name()), told(still));
  }

  private ImageStoreException told(List<Planned> wrong) {
    StorePath path = source.storePath(wrong.get(0).name());
    return new OutcomeUnknownException(
        "Store path "
            + path
            + ": outcome unknown, the file was sent twice, and the image store does not list it with"
            + " its "
            + wrong.get(0).size()
            + " bytes. Look at who else writes this path, then call again.",
        Facts.of("getImageStoreContent", upload.calls.settings().requestId())
            .storePath(path.value()),
        null);
  }

  private List<Planned> wrong(List<Planned> files) {
    Map<String, Long> listed = folder.isRoot() ? each(files) : listed();
    List<Planned> wrong = new ArrayList<>();
    for (Planned file : files) {
      Long size = listed.get(lastSegment(file.name()));
      if (size == null || size != file.size()) {
        wrong.add(file);
      }
    }
    return wrong;
  }

  private Map<String, Long> each(List<Planned> files) {
    Map<String, Long> sizes = new HashMap<>();
    for (Planned file : files) {
      add(call(Operations.content(source.storePath(file.name()))).orElse(null), sizes);
    }
    return sizes;
  }

  private Map<String, Long> listed() {
    Map<String, Long> sizes = new HashMap<>();
    upload.calls.list(source.storePath(folder.name)).ifPresent(all -> add(all, sizes));
    return sizes;
  }

  private static void add(@Nullable StoreContent content, Map<String, Long> sizes) {
    if (content != null) {
      content.files().forEach(file -> sizes.put(lastSegment(file.storePath()), file.size()));
    }
  }

  /** As the image store compares names, and whichever slash it puts between folders. */
  private static String lastSegment(String path) {
    String slashes = path.replace('\\', '/');
    return slashes.substring(slashes.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
