package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.ByteRange;
import io.github.servicefabric.imagestore.UploadSession;
import io.github.servicefabric.imagestore.generated.model.FabricErrorCodes;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A look at an upload session that tells what an answer leaves open.
 *
 * @param chunk what was sent; null where the session was to be committed
 */
public record SessionLook(UUID sessionId, @Nullable Chunk chunk) {
  /** One range of the file that is to be at a path. */
  record Chunk(StorePath path, ByteRange range) {}

  private static final int MOST_SHOWN = 3;

  Operation<Optional<UploadSession>> question() {
    return Operations.getUploadSession(sessionId);
  }

  /** Whether the session may have what the failure says it did not take, or does not say. */
  boolean maySettle(AttemptFailure failure) {
    return chunk != null
        && (failure.isOpen()
            || failure.isAnswer(
                400, FabricErrorCodes.FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE));
  }

  /** Whether the session has the whole chunk, and not one of another file. */
  boolean settles(Optional<UploadSession> session) {
    return chunk != null && session.filter(found -> hasChunk(chunk, found)).isPresent();
  }

  private static boolean hasChunk(Chunk chunk, UploadSession session) {
    ByteRange sent = chunk.range();
    return session.storePath().equals(chunk.path().value())
        && session.fileSize() == sent.total()
        && session.missingRanges().stream()
            .noneMatch(range -> range.first() <= sent.last() && range.last() >= sent.first());
  }

  /** Whether a look tells which of several reasons an answer has. */
  boolean explains(int status, String code) {
    return chunk == null
        && status == 400
        && !code.isEmpty()
        && !code.equals(FabricErrorCodes.FABRIC_E_INVALID_UPLOAD_SESSION_ID.value());
  }

  /** What a look at the session after a refused commit came to. */
  record Explanation(String advice, List<ByteRange> missingRanges) {}

  /** What a refused question says: this cluster has no upload sessions. */
  static Explanation noSessions() {
    return new Explanation(Advice.NO_SESSIONS, List.of());
  }

  static Explanation explain(Optional<UploadSession> session) {
    if (session.isEmpty()) {
      return new Explanation(Advice.SESSION_GONE, List.of());
    }
    List<ByteRange> missing = session.get().missingRanges();
    if (session.get().fileSize() == 0) {
      return new Explanation(Advice.EMPTY_FILE, missing);
    }
    return missing.isEmpty()
        ? new Explanation(Advice.SIZES_DIFFER, List.of())
        : new Explanation(Advice.missing(shown(missing)), missing);
  }

  private static String shown(List<ByteRange> missing) {
    String first =
        missing.stream()
            .limit(MOST_SHOWN)
            .map(ByteRange::toString)
            .collect(Collectors.joining(", "));
    int more = missing.size() - MOST_SHOWN;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
