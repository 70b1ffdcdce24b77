package io.github.servicefabric.imagestore;

import java.util.UUID;
import java.util.concurrent.CompletionException;

/** The two ways to call, so that one test covers both. */
enum Style {
  SYNC {
    @Override
    void commit(ImageStoreClient client, UUID sessionId, CommitOptions options) {
      client.commitUploadSession(sessionId, options);
    }
  },
  ASYNC {
    @Override
    void commit(ImageStoreClient client, UUID sessionId, CommitOptions options) {
      try {
        client.commitUploadSessionAsync(sessionId, options).join();
      } catch (CompletionException e) {
        throw (RuntimeException) e.getCause();
      }
    }
  };

  abstract void commit(ImageStoreClient client, UUID sessionId, CommitOptions options);

  void commit(ImageStoreClient client, UUID sessionId) {
    commit(client, sessionId, CommitOptions.defaults());
  }
}
