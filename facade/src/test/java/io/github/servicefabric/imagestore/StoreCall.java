package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Every operation of the API but the commit, on one path and session. */
enum StoreCall {
  GET_SESSION(StoreOperation.GET_SESSION) {
    @Override
    CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options) {
      return client.getUploadSession(id, options);
    }

    @Override
    void run(ImageStoreClient client, UUID id, CallOptions options) {
      client.getUploadSession(id, options);
    }
  },
  LIST_SESSIONS(StoreOperation.LIST_SESSIONS) {
    @Override
    CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options) {
      return client.listUploadSessions(PATH, options);
    }

    @Override
    void run(ImageStoreClient client, UUID id, CallOptions options) {
      client.listUploadSessions(PATH, options);
    }
  },
  LIST(StoreOperation.GET_CONTENT) {
    @Override
    CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options) {
      return client.listContent(PATH, options);
    }

    @Override
    void run(ImageStoreClient client, UUID id, CallOptions options) {
      client.listContent(PATH, options);
    }
  },
  LIST_ROOT(StoreOperation.GET_ROOT_CONTENT) {
    @Override
    CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options) {
      return client.listRootContent(options);
    }

    @Override
    void run(ImageStoreClient client, UUID id, CallOptions options) {
      client.listRootContent(options);
    }
  },
  CHUNK(StoreOperation.UPLOAD_CHUNK) {
    @Override
    CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options) {
      return client.uploadChunk(PATH, id, RANGE, new byte[4], options);
    }

    @Override
    void run(ImageStoreClient client, UUID id, CallOptions options) {
      client.uploadChunk(PATH, id, RANGE, new byte[4], options);
    }
  },
  DELETE_SESSION(StoreOperation.DELETE_SESSION) {
    @Override
    CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options) {
      return client.deleteUploadSession(id, options);
    }

    @Override
    void run(ImageStoreClient client, UUID id, CallOptions options) {
      client.deleteUploadSession(id, options);
    }
  },
  DELETE(StoreOperation.DELETE_CONTENT) {
    @Override
    CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options) {
      return client.deleteContent(PATH, options);
    }

    @Override
    void run(ImageStoreClient client, UUID id, CallOptions options) {
      client.deleteContent(PATH, options);
    }
  },
  COPY(StoreOperation.COPY_CONTENT) {
    @Override
    CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options) {
      return client.copyContent(PATH, "copy", options);
    }

    @Override
    void run(ImageStoreClient client, UUID id, CallOptions options) {
      client.copyContent(PATH, "copy", options);
    }
  };

  static final String PATH = "f";
  static final ByteRange RANGE = new ByteRange(4, 7, 10);

  private final StoreOperation operation;

  StoreCall(StoreOperation operation) {
    this.operation = operation;
  }

  StoreOperation operation() {
    return operation;
  }

  boolean isRead() {
    return ordinal() < CHUNK.ordinal();
  }

  abstract CompletableFuture<?> start(ImageStoreAsyncClient client, UUID id, CallOptions options);

  abstract void run(ImageStoreClient client, UUID id, CallOptions options);

  void run(Style style, ImageStoreClient client, UUID id) {
    run(style, client, id, CallOptions.defaults());
  }

  void run(Style style, ImageStoreClient client, UUID id, CallOptions options) {
    if (style == Style.SYNC) {
      run(client, id, options);
    } else {
      Style.end(start(client.async(), id, options));
    }
  }
}
