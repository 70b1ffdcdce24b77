package io.github.servicefabric.imagestore.testing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ten operations of the gateway, and the rules that the fake keeps for each.
 *
 * <p>A rule names the file of {@code microsoft/service-fabric} that it was read from: GW is {@code
 * src/prod/src/httpgateway}, FSS {@code src/prod/src/Management/FileStoreService}, NIS {@code
 * src/prod/src/Management/ImageStore/NativeImageStore.cpp}. Rules for all of them:
 *
 * <ul>
 *   <li>Answered before the body is read: no such route, or an {@code api-version} that is missing
 *       or outside 1.0 to the runtime's own (400 {@code E_INVALIDARG}, GW GatewayUri.cpp); another
 *       {@code ClusterId} (403 {@code E_ACCESSDENIED}, GW
 *       RequestHandlerBase.HandlerAsyncOperation.cpp); no access (401 with a challenge or 403, both
 *       without a body).
 *   <li>Empty segments of a path are dropped, the first segment {@code $} ends it, {@code +} is not
 *       a blank; on Windows it is percent-decoded twice and cut at a {@code #} (GW GatewayUri.cpp,
 *       UriArgumentParser.cpp).
 *   <li>In the store a path has {@code \} for {@code /} on Windows and the reverse on Linux, loses
 *       blanks and separators at both ends (FSS ProcessRequestAsyncOperation.cpp), and compares
 *       without case (NIS).
 *   <li>Without an image store service: 404 {@code FABRIC_E_SERVICE_DOES_NOT_EXIST}.
 *   <li>While something else writes to the path, a write to it gets 500 {@code OperationsPending}
 *       (FSS ProcessRequestAsyncOperation.cpp).
 * </ul>
 */
public enum StoreOperation {
  /**
   * PUT of a file in one body: always overwrites. {@code Content-Length} is taken as 32 bits, a
   * missing one as 0; a {@code Content-Range} is checked and then ignored, on Windows (GW
   * imagestorehandler.cpp). On Linux a body that breaks off is stored as far as it came.
   */
  UPLOAD_FILE("PUT", true, null, false),
  /**
   * PUT of a chunk.
   *
   * <ul>
   *   <li>A bad {@code Content-Range} is answered before the body is read: 400 {@code
   *       FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE}. The last position may equal the total; a
   *       part without both ends is {@code 0-0}, a missing header {@code 0-0/0} (GW
   *       imagestorehandler.cpp).
   *   <li>A {@code session-id} that is missing, malformed or zeros: 400 {@code
   *       FABRIC_E_INVALID_UPLOAD_SESSION_ID}, after the body (GW).
   *   <li>The first chunk makes the session, and is not compared with ranges (NIS).
   *   <li>Another path, byte for byte: 409 {@code FABRIC_E_UPLOAD_SESSION_ID_CONFLICT}; another
   *       total: 400 {@code E_INVALIDARG}; not wholly in one missing range: 400 {@code …
   *       RANGE_NOT_SATISFIABLE} (NIS).
   *   <li>The length of the body is not compared with the range (FSS
   *       processuploadchunkrequestasyncoperation.cpp).
   * </ul>
   */
  UPLOAD_CHUNK("PUT", true, "UploadChunk", true),
  /**
   * GET of a session by its id: 200, or 204 where it is not known (FSS
   * processlistuploadsessionrequestasyncoperation.cpp). A bad id: 400 {@code
   * FABRIC_E_INVALID_UPLOAD_SESSION_ID} (GW). A session is forgotten 30 minutes after the last
   * chunk that was taken (FSS uploadsessionmap.cpp, which looks every 5 minutes; the fake at once).
   * An empty file always misses 0-0 (FSS UploadSessionMetadata.cpp).
   */
  GET_SESSION("GET", false, "GetUploadSession", true),
  /**
   * GET of the sessions of a path, which has to be spelled as it was sent (FSS
   * uploadsessionmap.cpp).
   */
  LIST_SESSIONS("GET", true, "GetUploadSession", true),
  /**
   * POST of a commit: 400 {@code E_INVALIDARG} for a bad id, for a session that is not known, where
   * chunks are missing (NIS), and where the joined bodies have another size than the total (FSS
   * processcommituploadsessionrequestasyncoperation.cpp). The session outlives it. Where the file
   * came from this very session: 200 at once; otherwise the chunks are joined again.
   */
  COMMIT_SESSION("POST", false, "CommitUploadSession", true),
  /**
   * DELETE of a session: 404 {@code NotFound} where it is not known (FSS uploadsessionmap.cpp), 400
   * {@code E_INVALIDARG} for a bad id (GW).
   */
  DELETE_SESSION("DELETE", false, "DeleteUploadSession", true),
  /**
   * GET of a file, or of one level of a folder: 404 without a body where there is nothing (a folder
   * is there through its {@code _.dir} alone, FSS processcheckexistencerequestasyncoperation.cpp);
   * 204 where there is nothing to list (GW imagestorehandler.h). From api-version 4.0 on a page
   * that is full ends with a percent-escaped {@code ContinuationToken}, to be sent back as it is
   * (GW).
   */
  GET_CONTENT("GET", true, null, false),
  /** GET of the root; an empty one is 404 {@code FABRIC_E_NAME_DOES_NOT_EXIST} (GW). */
  GET_ROOT_CONTENT("GET", false, null, false),
  /**
   * DELETE of a file, or of a folder with all below: 200 also where there is nothing (NIS); 400
   * {@code FABRIC_E_IMAGEBUILDER_RESERVED_DIRECTORY_ERROR} for {@code Store} and {@code
   * WindowsFabricStore} (FSS ProcessDeleteRequestAsyncOperation.cpp); blocked while a file below is
   * being written (FSS FileDeleteAsyncOperation.cpp).
   */
  DELETE_CONTENT("DELETE", true, null, false),
  /**
   * POST of a copy: 400 {@code E_INVALIDARG} where the body is not the JSON of one (GW); 404 {@code
   * FABRIC_E_FILE_NOT_FOUND} where the source is missing, or a folder without its {@code _.dir};
   * {@code SkipFiles} compares names without case (NIS). {@code CopyFlag} {@code Echo} leaves a
   * file that is there as it is.
   */
  COPY_CONTENT("POST", false, "Copy", false);

  private final String method;
  private final boolean ofPath;
  private final @Nullable String function;
  private final boolean onWindowsOnly;

  StoreOperation(String method, boolean ofPath, @Nullable String function, boolean windowsOnly) {
    this.method = method;
    this.ofPath = ofPath;
    this.function = function;
    this.onWindowsOnly = windowsOnly;
  }

  /** Null where the gateway has no such route. */
  static @Nullable StoreOperation routed(
      String method, boolean ofPath, @Nullable String function, boolean windows) {
    return Arrays.stream(values())
        .filter(operation -> windows || !operation.onWindowsOnly)
        .filter(operation -> operation.method.equals(method) && operation.ofPath == ofPath)
        .filter(operation -> java.util.Objects.equals(operation.function, function))
        .findAny()
        .orElse(null);
  }

  boolean isUpload() {
    return method.equals("PUT");
  }
}
