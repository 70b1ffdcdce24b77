package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.ByteRange;
import io.github.servicefabric.imagestore.StoreContent;
import io.github.servicefabric.imagestore.UploadSession;
import io.github.servicefabric.imagestore.generated.model.CopyFlag;
import io.github.servicefabric.imagestore.generated.model.FabricErrorCodes;
import io.github.servicefabric.imagestore.generated.model.ImageStoreContent;
import io.github.servicefabric.imagestore.generated.model.ImageStoreCopyDescription;
import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Done;
import io.github.servicefabric.imagestore.internal.call.Operation.Effect;
import io.github.servicefabric.imagestore.internal.call.Operation.Form;
import io.github.servicefabric.imagestore.internal.call.Operation.Request;
import io.github.servicefabric.imagestore.internal.call.Operation.Subject;
import io.github.servicefabric.imagestore.internal.http.Answer;
import io.github.servicefabric.imagestore.internal.http.ByteSource;
import io.github.servicefabric.imagestore.internal.http.RangeBody;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The image store's operations, each as the contract has it. */
public final class Operations {
  private Operations() {}

  /** Commit Image Store Upload Session. */
  public static Operation<@Nullable Void> commitUploadSession(UUID sessionId) {
    return new Operation<>(
        "commitImageStoreUploadSession",
        "Commit",
        "not committed",
        Subject.session(sessionId),
        Effect.COMMIT,
        false,
        () -> Verdicts.COMMIT,
        nothing(
            (api, call) ->
                api.commitImageStoreUploadSession(
                    call.apiVersion(), sessionId, call.timeout().toSeconds(), call.requestId()),
            null),
        new SessionLook(sessionId, null));
  }

  /** The commit for whoever looks at the session anyway. */
  public static Operation<@Nullable Void> commitWithoutLook(UUID sessionId) {
    Operation<@Nullable Void> commit = commitUploadSession(sessionId);
    return new Operation<>(
        commit.id(),
        commit.deed(),
        commit.undone(),
        commit.subject(),
        commit.effect(),
        commit.hasBody(),
        commit.rows(),
        commit.form(),
        null);
  }

  /** The first page of what is at a path, which for a file is all. */
  public static Operation<Optional<StoreContent>> content(StorePath path) {
    Operation<Optional<Page>> page = contentPage(path, null, token -> false);
    return new Operation<>(
        page.id(),
        page.deed(),
        page.undone(),
        page.subject(),
        page.effect(),
        page.hasBody(),
        page.rows(),
        page.form().then(found -> found.map(Page::content)),
        null);
  }

  /** Get Image Store Upload Session By Id; empty where the image store knows no such session. */
  public static Operation<Optional<UploadSession>> getUploadSession(UUID sessionId) {
    return new Operation<>(
        "getImageStoreUploadSessionById",
        "Query",
        "not read",
        Subject.session(sessionId),
        Effect.NONE,
        false,
        () -> Verdicts.SESSION_QUERY,
        new Form<>(
            (api, call) ->
                api.getImageStoreUploadSessionById(
                    call.apiVersion(), sessionId, call.timeout().toSeconds(), call.requestId()),
            body -> Reading.sessions(body).stream().findFirst(),
            answer ->
                answer.status() == 204 ? new Done<>(answer.status(), Optional.empty()) : null),
        null);
  }

  /** Get Image Store Upload Session By Path. */
  public static Operation<List<UploadSession>> listUploadSessions(StorePath path) {
    return new Operation<>(
        "getImageStoreUploadSessionByPath",
        "Query of the sessions",
        "not read",
        Subject.path(path),
        Effect.NONE,
        false,
        () -> Verdicts.SESSION_QUERY,
        new Form<>(
            (api, call) ->
                api.getImageStoreUploadSessionByPath(
                    path.encoded(),
                    call.apiVersion(),
                    call.timeout().toSeconds(),
                    call.requestId()),
            Reading::sessions,
            answer -> answer.status() == 204 ? new Done<>(204, List.of()) : null),
        null);
  }

  /** Delete Image Store Upload Session; of an unknown one there is nothing to do. */
  public static Operation<@Nullable Void> deleteUploadSession(UUID sessionId) {
    return new Operation<>(
        "deleteImageStoreUploadSession",
        "Delete",
        "not deleted",
        Subject.session(sessionId),
        Effect.REPEATABLE,
        false,
        () -> Verdicts.SESSION_QUERY,
        nothing(
            (api, call) ->
                api.deleteImageStoreUploadSession(
                    call.apiVersion(), sessionId, call.timeout().toSeconds(), call.requestId()),
            answer ->
                answer.status() == 404 && answer.code().equals(FabricErrorCodes.NOT_FOUND.value())),
        null);
  }

  /** Upload File Chunk. */
  public static Operation<@Nullable Void> uploadChunk(
      StorePath path, UUID sessionId, ByteRange range, ByteSource source) {
    return new Operation<>(
        "uploadFileChunk",
        "Upload",
        "not uploaded",
        new Subject(
            List.of(range, " of store path ", path, " in upload session ", sessionId),
            sessionId,
            path.value()),
        Effect.REPEATABLE,
        true,
        () -> Verdicts.CHUNK,
        nothing(
            (api, call) ->
                api.uploadFileChunk(
                    path.encoded(),
                    RangeBody.of(source, range.first(), range.length()),
                    call.apiVersion(),
                    sessionId,
                    call.timeout().toSeconds(),
                    range.toString(),
                    call.requestId()),
            null),
        new SessionLook(sessionId, new SessionLook.Chunk(path, range)));
  }

  /** Upload File, in one request. */
  public static Operation<@Nullable Void> uploadFile(StorePath path, ByteSource source, long size) {
    return new Operation<>(
        "uploadFile",
        "Upload",
        "not uploaded",
        Subject.path(path),
        Effect.REPEATABLE,
        true,
        () -> Verdicts.CONTENT,
        nothing(
            (api, call) ->
                api.uploadFile(
                    path.encoded(),
                    RangeBody.of(source, 0, size),
                    call.apiVersion(),
                    call.timeout().toSeconds(),
                    call.requestId()),
            null),
        null);
  }

  /**
   * Get Image Store Content, or Get Image Store Root Content where there is no path; empty where
   * there is nothing.
   *
   * @param wasThere which tokens an answer must not have, for the pages would have no end
   */
  static Operation<Optional<Page>> contentPage(
      @Nullable StorePath path, @Nullable String token, Predicate<String> wasThere) {
    Request<ImageStoreContent> request =
        path == null
            ? (api, call) ->
                api.getImageStoreRootContent(
                    call.apiVersion(), token, call.timeout().toSeconds(), call.requestId())
            : (api, call) ->
                api.getImageStoreContent(
                    path.encoded(),
                    call.apiVersion(),
                    token,
                    call.timeout().toSeconds(),
                    call.requestId());
    return new Operation<>(
        path == null ? "getImageStoreRootContent" : "getImageStoreContent",
        "Listing",
        "not listed",
        path == null
            ? new Subject(List.of("the image store's root"), null, null)
            : Subject.path(path),
        Effect.NONE,
        false,
        () -> Verdicts.CONTENT,
        new Form<>(request, body -> Reading.page(body, wasThere), Operations::noPage),
        null);
  }

  private static @Nullable Done<Optional<Page>> noPage(Answer answer) {
    if (answer.status() == 204) {
      // It exists, and there is nothing to list.
      return new Done<>(204, Optional.of(new Page(new StoreContent(List.of(), List.of()), null)));
    }
    return isAbsent(answer) ? new Done<>(answer.status(), Optional.empty()) : null;
  }

  private static boolean isAbsent(Answer answer) {
    boolean nothing =
        answer.status() == 404 && answer.code().isEmpty() && answer.excerpt().isEmpty();
    boolean emptyRoot =
        answer.status() == 404
            && answer.code().equals(FabricErrorCodes.FABRIC_E_NAME_DOES_NOT_EXIST.value());
    return nothing || emptyRoot;
  }

  /** Delete Image Store Content; where there is nothing, there is nothing to do. */
  public static Operation<@Nullable Void> deleteContent(StorePath path) {
    return new Operation<>(
        "deleteImageStoreContent",
        "Delete",
        "not deleted",
        Subject.path(path),
        Effect.REPEATABLE,
        false,
        () -> Verdicts.CONTENT,
        nothing(
            (api, call) ->
                api.deleteImageStoreContent(
                    path.encoded(),
                    call.apiVersion(),
                    call.timeout().toSeconds(),
                    call.requestId()),
            answer ->
                isAbsent(answer)
                    || answer.status() == 404
                        && (answer.code().equals(FabricErrorCodes.NOT_FOUND.value())
                            || answer
                                .code()
                                .equals(FabricErrorCodes.FABRIC_E_FILE_NOT_FOUND.value()))),
        null);
  }

  /** Copy Image Store Content. */
  public static Operation<@Nullable Void> copyContent(
      StorePath from, StorePath to, List<String> skipFiles) {
    ImageStoreCopyDescription description =
        ImageStoreCopyDescription.builder()
            .remoteSource(from.value())
            .remoteDestination(to.value())
            .skipFiles(skipFiles.isEmpty() ? null : skipFiles)
            .copyFlag(CopyFlag.OVERWRITE)
            .build();
    return new Operation<>(
        "copyImageStoreContent",
        "Copy",
        "not copied",
        new Subject(List.of("store path ", from, " to ", to), null, from.value()),
        Effect.REPEATABLE,
        false,
        () -> Verdicts.COPY,
        nothing(
            (api, call) ->
                api.copyImageStoreContent(
                    description, call.apiVersion(), call.timeout().toSeconds(), call.requestId()),
            null),
        null);
  }

  private static Form<Void, @Nullable Void> nothing(
      Request<Void> request, @Nullable Predicate<Answer> alsoDone) {
    return new Form<>(
        request,
        null,
        alsoDone == null
            ? null
            : answer -> alsoDone.test(answer) ? new Done<>(answer.status(), null) : null);
  }

  /**
   * One page of a listing.
   *
   * @param next the token of the page after it, null where this is the last
   */
  record Page(StoreContent content, @Nullable String next) {}
}
