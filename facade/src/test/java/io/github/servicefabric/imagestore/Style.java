package io.github.servicefabric.imagestore;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two ways to call, so that one test covers both. */
enum Style {
  SYNC {
    @Override
    void commit(ImageStoreClient client, UUID sessionId, CallOptions options) {
      client.commitUploadSession(sessionId, options);
    }

    @Override
    void commit(ImageStoreClient client, String sessionId) {
      client.commitUploadSession(sessionId);
    }

    @Override
    CompletableFuture<Void> start(ImageStoreClient client, UUID sessionId, CallOptions options) {
      return CompletableFuture.runAsync(
          () -> client.commitUploadSession(sessionId, options),
          task -> new Thread(task, "sync-caller").start());
    }
  },
  ASYNC {
    @Override
    void commit(ImageStoreClient client, UUID sessionId, CallOptions options) {
      end(client.async().commitUploadSession(sessionId, options));
    }

    @Override
    void commit(ImageStoreClient client, String sessionId) {
      end(client.async().commitUploadSession(sessionId));
    }

    @Override
    CompletableFuture<Void> start(ImageStoreClient client, UUID sessionId, CallOptions options) {
      return client.async().commitUploadSession(sessionId, options);
    }
  };

  private static final long SAFETY_NET_SECONDS = 300;

  abstract void commit(ImageStoreClient client, UUID sessionId, CallOptions options);

  abstract void commit(ImageStoreClient client, String sessionId);

  /** Begins a commit and returns at once: a synchronous one on a thread of its own. */
  abstract CompletableFuture<Void> start(
      ImageStoreClient client, UUID sessionId, CallOptions options);

  void commit(ImageStoreClient client, UUID sessionId) {
    commit(client, sessionId, CallOptions.defaults());
  }

  CompletableFuture<Void> start(ImageStoreClient client, UUID sessionId) {
    return start(client, sessionId, CallOptions.defaults());
  }

  /** Waits for the end of a call and throws what it ended with, as it was thrown. */
  static <T> T end(CompletableFuture<T> call) {
    try {
      return call.get(SAFETY_NET_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) (cause instanceof CompletionException ? cause.getCause() : cause);
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("the call did not end", e);
    }
  }
}
