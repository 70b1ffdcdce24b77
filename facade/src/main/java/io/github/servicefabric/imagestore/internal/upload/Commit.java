package io.github.servicefabric.imagestore.internal.upload;

import io.github.servicefabric.imagestore.AttemptListener;
import io.github.servicefabric.imagestore.ByteRange;
import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.ImageStoreException.Facts;
import io.github.servicefabric.imagestore.OutcomeUnknownException;
import io.github.servicefabric.imagestore.SourceChangedException;
import io.github.servicefabric.imagestore.StoreContent;
import io.github.servicefabric.imagestore.UploadSession;
import io.github.servicefabric.imagestore.internal.call.Operation;
import io.github.servicefabric.imagestore.internal.call.Operations;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import io.github.servicefabric.imagestore.internal.upload.Calls.GaveWay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of an upload: asks the session before it commits it, and where no answer says what became
 * of the file, asks until that is known.
 */
final class Commit {
  /** How often it may turn out that something is missing without more being there than before. */
  static final int MOST_ROUNDS = 10;

  private static final Duration FIRST = Duration.ofSeconds(60);
  private static final long SECONDS_A_GIB = 10;
  private static final long GIB = 1L << 30;

  private final Upload upload;
  private final AttemptListener listener;
  private final StorePath path;
  private final long size;
  private final Failures failures;
  private @Nullable UUID sessionId;
  private Optional<UploadSession> session = Optional.empty();
  private volatile StoreContent.@Nullable FileVersion before;
  private volatile boolean remembered;
  private boolean overwritten;
  private @Nullable ImageStoreException last;
  private boolean anew;

  Commit(Upload upload, AttemptListener listener, StorePath path, long size, Failures failures) {
    this.upload = upload;
    this.listener = listener;
    this.path = path;
    this.size = size;
    this.failures = failures;
  }

  /** From now on it is about another session. */
  void of(UUID session) {
    sessionId = session;
    anew = false;
  }

  private <T> T call(Operation<T> operation) {
    return upload.calls.call(operation, null, listener);
  }

  /** Notes what is at the path before anything is committed. */
  void remember() {
    before = stored().map(StoreContent.File::version).orElse(null);
    remembered = true;
  }

  Optional<UploadSession> session() {
    return session;
  }

  /**
   * Commits.
   *
   * @return false where what {@link #session} lacks is to be sent
   */
  boolean settle() {
    for (int round = 0; ; round++) {
      try {
        upload.calls.call(Operations.commitWithoutLook(sessionId), timeout(), listener);
        return true;
      } catch (OutcomeUnknownException e) {
        last = e;
        if (upload.calls.isOver() || round >= upload.calls.maxAttempts()) {
          throw e;
        }
        boolean complete = isComplete();
        if (!complete) {
          return session.isEmpty() && isStoredAnew();
        }
      } catch (FabricErrorException e) {
        last = e;
        if (e.statusCode() != 400 && e.statusCode() != 404
            || e.code().equals("FABRIC_E_SERVICE_DOES_NOT_EXIST")) {
          throw e;
        }
        if (isComplete()) {
          beginAnew(e);
        }
        return false;
      }
    }
  }

  /**
   * Sends a file in one request. Where no answer says what became of it, it is sent again, and then
   * known by its new version.
   */
  void put(Sending whole) throws GaveWay {
    try {
      whole.send();
    } catch (OutcomeUnknownException e) {
      last = e;
      if (upload.calls.isOver() || !isPut(whole, e)) {
        throw e;
      }
    }
  }

  /** Sends the whole file in one request. */
  interface Sending {
    void send() throws GaveWay;
  }

  private boolean isPut(Sending whole, OutcomeUnknownException unclear) throws GaveWay {
    try {
      remember();
      try {
        whole.send();
        return true;
      } catch (OutcomeUnknownException e) {
        return isStoredAnew();
      }
    } catch (SourceChangedException e) {
      throw e;
    } catch (ImageStoreException e) {
      unclear.addSuppressed(e);
      return false;
    }
  }

  /** Joining takes longer the larger the file; what the caller set counts all the same. */
  private @Nullable Duration timeout() {
    return upload.ownTimeout ? null : FIRST.plusSeconds(size * SECONDS_A_GIB / GIB);
  }

  /** Nothing is missing and yet it is refused: the joined size is wrong, which nothing mends. */
  private void beginAnew(FabricErrorException refused) {
    if (anew) {
      upload.discard(sessionId);
      throw failures.neverFits(refused, sessionId);
    }
    anew = true;
    call(Operations.deleteUploadSession(sessionId));
    session = Optional.empty();
  }

  /** Asks whether the session lacks nothing. */
  boolean isComplete() {
    session = call(Operations.getUploadSession(sessionId));
    return session.isPresent() && session.get().isComplete();
  }

  /** Whether the path has a file of this size that it had not before. */
  private boolean isStoredAnew() {
    return remembered
        && stored()
            .filter(file -> file.size() == size && !file.version().equals(before))
            .isPresent();
  }

  /**
   * Looks at what the path lists, and remembers it where that is not the file.
   *
   * @return whether the size is the file's
   */
  boolean isListed() {
    Optional<StoreContent.File> listed = stored();
    if (listed.filter(file -> file.size() == size).isPresent()) {
      return true;
    }
    StoreContent.FileVersion version = listed.map(StoreContent.File::version).orElse(null);
    overwritten = remembered && version != null && !version.equals(before);
    before = version;
    remembered = true;
    return false;
  }

  /** Whether something else was listed. */
  boolean isAnotherListed() {
    return before != null;
  }

  /**
   * Whether the path got another file since it was looked at before. Joining compares sizes, so
   * after a commit that stood it is somebody else's.
   */
  boolean isOverwritten() {
    return overwritten;
  }

  private Optional<StoreContent.File> stored() {
    return file(call(Operations.content(path)));
  }

  private static Optional<StoreContent.File> file(Optional<StoreContent> content) {
    List<StoreContent.File> files = content.map(StoreContent::files).orElse(List.of());
    return files.size() == 1 && content.get().folders().isEmpty()
        ? Optional.of(files.get(0))
        : Optional.empty();
  }

  ImageStoreException gaveUp() {
    long lacking =
        session.map(UploadSession::missingRanges).orElse(List.of()).stream()
            .mapToLong(ByteRange::length)
            .sum();
    return new OutcomeUnknownException(
        "Store path "
            + path
            + ": not committed, the session lacks "
            + (session.isEmpty() ? size : lacking)
            + " bytes however often they are sent. Call again once the cluster is well.",
        facts(),
        last);
  }

  ImageStoreException listedOtherwise() {
    String listed = stored().map(file -> file.size() + " bytes").orElse("nothing");
    return new OutcomeUnknownException(
        "Store path "
            + path
            + ": outcome unknown, the file was sent twice, and the image store lists "
            + listed
            + " in place of its "
            + size
            + " bytes. Look at who else writes this path, then call again.",
        facts(),
        last);
  }

  private Facts facts() {
    return Facts.of("commitImageStoreUploadSession", upload.calls.settings().requestId())
        .sessionId(sessionId)
        .storePath(path.value());
  }
}
