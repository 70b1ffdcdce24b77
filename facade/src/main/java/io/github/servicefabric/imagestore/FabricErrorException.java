package io.github.servicefabric.imagestore;

/**
 * The cluster answered with an error, and this call committed nothing. Thrown where no attempt of
 * the call can have committed the session; where one may have, it is the cause of a {@link
 * CommitOutcomeUnknownException} instead.
 *
 * @serial exclude
 */
public final class FabricErrorException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final int statusCode;
  private final String code;
  private final String fabricMessage;

  private FabricErrorException(Commit commit, int attempts, Answer answer, String what) {
    super(commit, attempts, what, Verdicts.of(answer).advice(), null);
    this.statusCode = answer.status();
    this.code = answer.code();
    this.fabricMessage = answer.message();
  }

  /** What a call ends with. */
  static FabricErrorException settled(Commit commit, int attempts, Answer answer, String because) {
    return new FabricErrorException(
        commit, attempts, answer, "not committed, " + answer.inWords() + because);
  }

  /** What one attempt of a call met, which by itself says nothing about the others. */
  static FabricErrorException ofAttempt(Commit commit, int attempt, Answer answer) {
    return new FabricErrorException(
        commit, attempt, answer, "attempt " + attempt + " was answered " + answer.inWords());
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
}
