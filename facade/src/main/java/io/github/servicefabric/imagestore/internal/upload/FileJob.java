package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.UploadResult;
import io.github.servicefabric.imagestore.internal.call.CallSettings;
import io.github.servicefabric.imagestore.internal.call.Cluster;
import io.github.servicefabric.imagestore.internal.call.Deadline;
import io.github.servicefabric.imagestore.internal.call.Ending;
import io.github.servicefabric.imagestore.internal.call.Job;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The upload of one file. */
public final class FileJob implements Job<UploadResult> {
  private final Calls calls;
  private final Upload upload;
  private final Executor threads;
  private final FileUpload file;
  private final Path path;
  private final StorePath storePath;
  private final long size;

  /**
   * Begins now, whenever it is run.
   *
   * @param ownTimeout whether the caller set the server timeout, which counts for the commit then
   */
  public FileJob(
      Path path,
      StorePath storePath,
      long size,
      UploadOptions options,
      CallSettings settings,
      boolean ownTimeout,
      Cluster cluster,
      Executor threads) {
    this.calls = new Calls(cluster, settings);
    this.upload = new Upload(calls, options, ownTimeout);
    this.threads = threads;
    this.path = path;
    this.storePath = storePath;
    this.size = size;
    this.file =
        new FileUpload(
            upload,
            path,
            storePath,
            size,
            UploadResult.builder(path, storePath.value(), "", size),
            options.verify());
    upload.progress.expect(size, 1);
  }

  @Override
  public UploadResult run() {
    boolean complete = false;
    try {
      new Crew(
              new Work() {
                @Override
                public @Nullable Runnable next() {
                  return file.next();
                }

                @Override
                public boolean isOver() {
                  return file.isOver();
                }
              },
              threads,
              calls,
              upload.pace)
          .run();
      ImageStoreException failure = file.failure();
      if (failure != null) {
        throw failure;
      }
      if (!file.isOver()) {
        throw file.ended();
      }
      complete = true;
      return file.result().build();
    } finally {
      file.close();
      upload.tidyUp(complete, threads);
      upload.progress.end();
    }
  }

  @Override
  public void end(Ending why) {
    calls.end(why);
  }

  @Override
  public ImageStoreException outcome() {
    return calls.unbegun(Operations.uploadFile(storePath, new ByteSource.OfFile(path), size));
  }

  @Override
  public Deadline deadline() {
    return calls.deadline();
  }
}
