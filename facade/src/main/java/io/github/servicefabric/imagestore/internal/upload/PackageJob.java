package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.ImageStoreException.Facts;
import io.github.servicefabric.imagestore.PackageExistsException;
import io.github.servicefabric.imagestore.PackageResult;
import io.github.servicefabric.imagestore.PackageUploadException;
import io.github.servicefabric.imagestore.PackageUploadException.Failure;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.internal.call.CallSettings;
import io.github.servicefabric.imagestore.internal.call.Cluster;
import io.github.servicefabric.imagestore.internal.call.Deadline;
import io.github.servicefabric.imagestore.internal.call.Ending;
import io.github.servicefabric.imagestore.internal.call.Job;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** The upload of a package folder. */
public final class PackageJob implements Job<PackageResult> {
  private final Path folder;
  private final StorePath storePath;
  private final UploadOptions options;
  private final Calls calls;
  private final Upload upload;
  private final Executor threads;
  private final long startNanos;

  /**
   * Begins now, whenever it is run.
   *
   * @param ownTimeout whether the caller set the server timeout, which counts for commits then
   */
  public PackageJob(
      Path folder,
      StorePath storePath,
      UploadOptions options,
      CallSettings settings,
      boolean ownTimeout,
      Cluster cluster,
      Executor threads) {
    this.folder = folder;
    this.storePath = storePath;
    this.options = options;
    this.calls = new Calls(cluster, settings);
    this.upload = new Upload(calls, options, ownTimeout);
    this.threads = threads;
    this.startNanos = calls.nanoTime();
  }

  @Override
  public PackageResult run() {
    PackageFolder source = PackageWalk.read(folder, storePath, options, this::isEnding);
    if (source == null) {
      throw outcome();
    }
    upload.progress.expect(source.size(), source.files());
    prepare(source);
    PackageWork work = new PackageWork(source, upload);
    boolean complete = false;
    try {
      new Crew(work, threads, calls, upload.pace).run();
      work.giveUp();
      PackageResult result = work.result(calls.since(startNanos));
      if (result.folders() < source.folders().size()) {
        throw failed(work, result);
      }
      complete = true;
      return result;
    } finally {
      work.giveUp();
      upload.tidyUp(complete, threads);
      upload.progress.end();
    }
  }

  /** Reading a large folder takes a while, in which the call may be ended as at any other time. */
  private boolean isEnding() {
    if (Thread.currentThread().isInterrupted()) {
      calls.end(Ending.INTERRUPTED);
    } else if (calls.deadline().isOver()) {
      calls.end(Ending.DEADLINE);
    }
    return calls.ending() != null;
  }

  /** A root with its mark is a whole package, which nobody overwrites by chance. */
  private void prepare(PackageFolder source) {
    boolean there =
        calls.call(Operations.content(source.mark(source.top())), null, event -> {}).isPresent();
    if (there && !options.replaceExisting()) {
      throw new PackageExistsException(
          "Store path "
              + storePath
              + ": not uploaded, the image store has a whole package there. Upload to another path,"
              + " or set replaceExisting(true), which deletes that one first.",
          Facts.of("getImageStoreContent", calls.settings().requestId())
              .storePath(storePath.value()));
    }
    if (source.largest() > FileUpload.LARGEST_WHOLE) {
      askForSessions();
    }
    if (there) {
      calls.call(Operations.deleteContent(storePath), null, event -> {});
    }
  }

  /** Where files of 4 GiB and more cannot go, nothing goes. */
  private void askForSessions() {
    try {
      calls.call(Operations.getUploadSession(UUID.randomUUID()), null, event -> {});
    } catch (FabricErrorException e) {
      if (e.statusCode() != 400) {
        throw e;
      }
      throw new FabricErrorException(
          "Store path "
              + storePath
              + ": not uploaded, this cluster has no upload sessions, as on Linux, and the package has"
              + " files of 4 GiB or more, which the gateway does not take in one request.",
          Facts.of("uploadFile", calls.settings().requestId()).storePath(storePath.value()),
          e.statusCode(),
          e.code(),
          e.fabricMessage());
    }
  }

  private PackageUploadException failed(PackageWork work, PackageResult result) {
    Ending why = calls.ending();
    List<Failure> failures =
        work.failures().isEmpty() ? List.of(new Failure(folder, outcome())) : work.failures();
    Failure first = failures.get(0);
    return new PackageUploadException(
        "Store path "
            + storePath
            + ": the package is not whole, "
            + failures.size()
            + (failures.size() == 1 ? " failure" : " failures")
            + (work.unfinished() > 0 ? " and " + work.unfinished() + " files not sent" : "")
            + (why == null ? "" : "; " + why.words())
            + ". What is there stays, and another call sends the rest. The first is "
            + first.file()
            + ": "
            + first.cause().getMessage(),
        Facts.of(first.cause().operation(), calls.settings().requestId())
            .attempts(first.cause().attempts())
            .sessionId(first.cause().sessionId().orElse(null))
            .storePath(storePath.value()),
        result,
        failures);
  }

  @Override
  public void end(Ending why) {
    calls.end(why);
  }

  @Override
  public ImageStoreException outcome() {
    return calls.unbegun(Operations.uploadFile(storePath, new ByteSource.OfFile(folder), 0));
  }

  @Override
  public Deadline deadline() {
    return calls.deadline();
  }
}
