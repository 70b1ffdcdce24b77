package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.call.CallLoop;
import io.github.servicefabric.imagestore.internal.call.CallSettings;
import io.github.servicefabric.imagestore.internal.call.CallThreads;
import io.github.servicefabric.imagestore.internal.call.Cluster;
import io.github.servicefabric.imagestore.internal.call.Job;
import io.github.servicefabric.imagestore.internal.call.Listing;
import io.github.servicefabric.imagestore.internal.call.Operation;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.internal.upload.FileJob;
import io.github.servicefabric.imagestore.internal.upload.PackageJob;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What each method of a client's comes to, for the client itself and its asynchronous view. */
final class Jobs {
  private final CallOptions defaults;
  private final Cluster cluster;
  private final CallThreads threads;

  Jobs(CallOptions defaults, Cluster cluster, CallThreads threads) {
    this.defaults = defaults;
    this.cluster = cluster;
    this.threads = threads;
  }

  Job<@Nullable Void> commitUploadSession(UUID sessionId, CallOptions options) {
    return call(Operations.commitUploadSession(Arguments.sessionId(sessionId)), options);
  }

  Job<Optional<UploadSession>> getUploadSession(UUID sessionId, CallOptions options) {
    return call(Operations.getUploadSession(Arguments.sessionId(sessionId)), options);
  }

  Job<List<UploadSession>> listUploadSessions(String storePath, CallOptions options) {
    return call(Operations.listUploadSessions(Arguments.storePath(storePath)), options);
  }

  Job<@Nullable Void> uploadChunk(
      String storePath, UUID sessionId, ByteRange range, Path file, CallOptions options) {
    return call(
        Operations.uploadChunk(
            Arguments.storePath(storePath),
            Arguments.sessionId(sessionId),
            range,
            Arguments.source(file, range)),
        options);
  }

  Job<@Nullable Void> uploadChunk(
      String storePath, UUID sessionId, ByteRange range, byte[] bytes, CallOptions options) {
    return call(
        Operations.uploadChunk(
            Arguments.storePath(storePath),
            Arguments.sessionId(sessionId),
            range,
            Arguments.source(bytes, range)),
        options);
  }

  Job<@Nullable Void> deleteUploadSession(UUID sessionId, CallOptions options) {
    return call(Operations.deleteUploadSession(Arguments.sessionId(sessionId)), options);
  }

  Job<Optional<StoreContent>> listContent(String storePath, CallOptions options) {
    return new Listing(Arguments.storePath(storePath), settings(options), cluster);
  }

  Job<Optional<StoreContent>> listRootContent(CallOptions options) {
    return new Listing(null, settings(options), cluster);
  }

  Job<@Nullable Void> deleteContent(String storePath, CallOptions options) {
    return call(Operations.deleteContent(Arguments.storePath(storePath)), options);
  }

  Job<@Nullable Void> copyContent(String from, String to, CallOptions options) {
    return call(
        Operations.copyContent(StorePath.of("from", from), StorePath.of("to", to), List.of()),
        options);
  }

  Job<@Nullable Void> copyContent(
      String from, String to, Collection<String> skipFiles, CallOptions options) {
    return call(
        Operations.copyContent(
            StorePath.of("from", from), StorePath.of("to", to), Arguments.fileNames(skipFiles)),
        options);
  }

  Job<UploadResult> upload(Path file, String storePath, UploadOptions options) {
    Objects.requireNonNull(options, "options must not be null");
    return new FileJob(
        file,
        Arguments.storePath(storePath),
        Arguments.sizeOf(file),
        options,
        settings(options),
        hasTimeout(options),
        cluster,
        threads);
  }

  Job<PackageResult> uploadPackage(Path folder, String storePath, UploadOptions options) {
    Objects.requireNonNull(options, "options must not be null");
    return new PackageJob(
        Objects.requireNonNull(folder, "folder must not be null"),
        Arguments.storePath(storePath),
        options,
        settings(options),
        hasTimeout(options),
        cluster,
        threads);
  }

  private <T> Job<T> call(Operation<T> operation, CallOptions options) {
    return new CallLoop<>(operation, settings(options), cluster);
  }

  private CallSettings settings(CallOptions options) {
    Objects.requireNonNull(options, "options must not be null");
    return CallSettings.of(options.orElse(defaults));
  }

  private CallSettings settings(UploadOptions options) {
    CallSettings settings = settings(options.call());
    return settings.forUpload(
        options.stallTimeout(), options.deadline().orElse(settings.deadline()));
  }

  private boolean hasTimeout(UploadOptions options) {
    return options.call().orElse(defaults).hasTimeout();
  }
}
