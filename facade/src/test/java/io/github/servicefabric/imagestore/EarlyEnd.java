package io.github.servicefabric.imagestore;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What may end an upload from outside. */
enum EarlyEnd {
  CANCEL,
  INTERRUPT,
  CLOSE;

  /** An upload, for either way to call. */
  record Upload(
      Function<ImageStoreClient, ?> sync,
      Function<ImageStoreAsyncClient, ? extends CompletableFuture<?>> async) {
    static Upload ofFile(Path file, String storePath, UploadOptions options) {
      return new Upload(
          client -> client.upload(file, storePath, options),
          client -> client.upload(file, storePath, options));
    }

    static Upload ofPackage(Path folder, String storePath, UploadOptions options) {
      return new Upload(
          client -> client.uploadPackage(folder, storePath, options),
          client -> client.uploadPackage(folder, storePath, options));
    }
  }

  /**
   * Begins an upload and ends it at a moment, unless it was over before.
   *
   * @return what it ended with; null where that was success
   */
  @Nullable Throwable of(Upload upload, ImageStoreClient client, BooleanSupplier moment)
      throws InterruptedException {
    CompletableFuture<Object> told = new CompletableFuture<>();
    Thread caller =
        new Thread(() -> told.completeAsync(() -> upload.sync().apply(client), Runnable::run));
    CompletableFuture<?> call;
    if (this == CANCEL) {
      call = upload.async().apply(client.async());
    } else {
      call = told;
      caller.start();
    }
    while (!call.isDone() && !moment.getAsBoolean()) {
      Thread.yield();
    }
    switch (this) {
      case CANCEL -> call.cancel(true);
      case INTERRUPT -> caller.interrupt();
      case CLOSE -> client.close();
    }
    caller.join();
    try {
      call.join();
      return null;
    } catch (CancellationException e) {
      return e;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }
}
