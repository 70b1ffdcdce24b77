package prepare;

/** Ends the build with what was refused; Ant shows an exception as text. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refused(String refusals) {
    super(refusals, null, false, false);
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
