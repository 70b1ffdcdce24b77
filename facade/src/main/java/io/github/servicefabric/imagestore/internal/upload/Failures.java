package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.ImageStoreException.Facts;
import io.github.servicefabric.imagestore.OutcomeUnknownException;
import io.github.servicefabric.imagestore.SourceChangedException;
import io.github.servicefabric.imagestore.internal.call.Ending;
import io.github.servicefabric.imagestore.internal.http.SourceException;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the upload of one file may fail with, beyond what its requests do. */
final class Failures {
  private static final int REFUSED = 400;
  private static final Set<Integer> PASSING = Set.of(408, 429, 502, 503, 504);
  private static final Set<String> PASSING_CODES =
      Set.of("NotFound", "FABRIC_E_FILE_NOT_FOUND", "OperationsPending");

  private final StorePath storePath;
  private final String requestId;

  Failures(StorePath storePath, String requestId) {
    this.storePath = storePath;
    this.requestId = requestId;
  }

  /** Whether another try of a part may end otherwise once its own attempts are used up. */
  static boolean mayPass(ImageStoreException failure) {
    return !(failure instanceof SourceChangedException)
        && (!(failure instanceof FabricErrorException refused)
            || PASSING.contains(refused.statusCode())
            || PASSING_CODES.contains(refused.code()));
  }

  static boolean isThereAlready(FabricErrorException refused) {
    return refused.code().equals("FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE");
  }

  /** The session is of another path, or of another size. */
  static boolean isOfAnother(FabricErrorException refused) {
    return refused.statusCode() == 409
        || refused.statusCode() == REFUSED && refused.code().equals("E_INVALIDARG");
  }

  ImageStoreException changed(SourceException source, int attempts) {
    return new SourceChangedException(
        "Store path "
            + storePath
            + ": not committed, "
            + source.file()
            + " changed: "
            + source.change()
            + ". Let nobody write the file while it is uploaded, then call again.",
        facts("uploadFile", attempts),
        source.file(),
        source.change(),
        source.getCause());
  }

  ImageStoreException tooLarge(int attempts) {
    return new FabricErrorException(
        "Store path "
            + storePath
            + ": not uploaded, this cluster has no upload sessions, as on Linux, and the gateway takes"
            + " no file of 4 GiB or more in one request. Split the file, or provision the package from"
            + " a place that the cluster can download it from.",
        facts("uploadFile", attempts),
        REFUSED,
        "E_INVALIDARG",
        "");
  }

  /** The end came between two requests. */
  ImageStoreException ended(@Nullable Ending why, int attempts) {
    return new OutcomeUnknownException(
        "Store path "
            + storePath
            + ": not whole yet"
            + (why == null ? "" : "; " + why.words())
            + ". Call again, which goes on where this ended if its options let it.",
        facts("uploadFile", attempts),
        null);
  }

  /** A commit is refused though nothing is missing, and again after all was sent once more. */
  ImageStoreException neverFits(FabricErrorException refused, UUID session) {
    return new FabricErrorException(
        "Store path "
            + storePath
            + ": not committed, answered HTTP "
            + refused.statusCode()
            + " "
            + refused.code()
            + " although the session lacked nothing, also after all was sent a second time. Look for"
            + " what changes bodies on the way to the cluster, then call again.",
        facts("commitImageStoreUploadSession", refused.attempts()).sessionId(session),
        refused.statusCode(),
        refused.code(),
        refused.fabricMessage());
  }

  private Facts facts(String operation, int attempts) {
    return Facts.of(operation, requestId).attempts(attempts).storePath(storePath.value());
  }
}
