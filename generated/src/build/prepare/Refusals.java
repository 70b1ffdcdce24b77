package prepare;

import java.util.LinkedHashSet;
import java.util.Set;

/** What the templates cannot carry, in the words of the contract. */
final class Refusals {
  private final Set<String> lines = new LinkedHashSet<>();

  /**
   * Notes one.
   *
   * @param what the schema or operation, by its name
   * @param why what is wrong with it, and what to write instead
   */
  void add(String what, Node where, String why) {
    lines.add(what + ": " + why + " [" + where.place() + "]");
  }

  boolean none() {
    return lines.isEmpty();
  }

  @Override
  public String toString() {
    return "The templates cannot carry this contract:\n  - " + String.join("\n  - ", lines);
  }
}
