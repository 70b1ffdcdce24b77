package io.github.servicefabric.imagestore;

import java.util.List;
import java.util.Objects;

/**
 * The cluster answered with an error, and this call did nothing. Thrown where no attempt of the
 * call can have done its work; where one may have, it is the cause of an {@link
 * OutcomeUnknownException} instead.
 *
 * @serial exclude
 */
public final class FabricErrorException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final int statusCode;
  private final String code;
  private final String fabricMessage;
  private final String challenge;
  private final transient List<ByteRange> missingRanges;

  /**
   * For what throws it, and for tests of what catches it.
   *
   * @param message what happened, and what to do next
   * @param facts what was called
   * @param statusCode see {@link #statusCode}
   * @param code see {@link #code}
   * @param fabricMessage see {@link #fabricMessage}
   * @throws NullPointerException if the facts, the code or the cluster's text is null
   */
  public FabricErrorException(
      String message, Facts facts, int statusCode, String code, String fabricMessage) {
    this(message, facts, statusCode, code, fabricMessage, "", List.of());
  }

  /**
   * For what throws it, and for tests of what catches it.
   *
   * @param message what happened, and what to do next
   * @param facts what was called
   * @param statusCode see {@link #statusCode}
   * @param code see {@link #code}
   * @param fabricMessage see {@link #fabricMessage}
   * @param challenge see {@link #challenge}
   * @param missingRanges see {@link #missingRanges}
   * @throws NullPointerException if the facts, the code, the cluster's text, the challenge or the
   *     ranges are null
   */
  public FabricErrorException(
      String message,
      Facts facts,
      int statusCode,
      String code,
      String fabricMessage,
      String challenge,
      List<ByteRange> missingRanges) {
    super(message, facts, null);
    this.challenge = Objects.requireNonNull(challenge, "challenge must not be null");
    this.missingRanges = List.copyOf(missingRanges);
    this.statusCode = statusCode;
    this.code = Objects.requireNonNull(code, "code must not be null");
    this.fabricMessage = Objects.requireNonNull(fabricMessage, "fabricMessage must not be null");
  }

  /**
   * {@return what the session lacks, where a commit was refused for that; empty for any other
   * reason, and where the session could not be asked}
   */
  public List<ByteRange> missingRanges() {
    return missingRanges;
  }

  /** {@return the HTTP status of the answer} */
  public int statusCode() {
    return statusCode;
  }

  /**
   * Returns the Fabric error code as the cluster sent it, {@code FABRIC_E_TIMEOUT} for example. It
   * may be one that no list has; it is cut only beyond 512 characters.
   *
   * @return the code, empty where the answer had none
   */
  public String code() {
    return code;
  }

  /**
   * Returns the text that the cluster sent with the code, cut beyond 1024 characters.
   *
   * @return the text, empty where the answer had none; now and then the literal word {@code Null}
   */
  public String fabricMessage() {
    return fabricMessage;
  }

  /**
   * Returns what the server wants to be shown, the {@code WWW-Authenticate} of a 401, cut beyond
   * 1024 characters. That of a cluster with Azure AD names the authority and the audience of the
   * token that it takes.
   *
   * @return the challenge, empty where the answer had none
   */
  public String challenge() {
    return challenge;
  }
}
