package prepare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A property of a class.
 *
 * @param inherited whether the parent of the family has it too
 * @param sendsNull whether it has to be there, and may be null
 */
record Property(
    String wire,
    String field,
    String getter,
    JavaType type,
    String words,
    boolean deprecated,
    boolean required,
    boolean sendsNull,
    boolean inherited) {

  Map<String, Object> printed() {
    Map<String, Object> printed = new LinkedHashMap<>();
    printed.put("wire", Text.literal(wire));
    printed.put("field", field);
    printed.put("getter", getter);
    printed.put("type", type.java());
    printed.put("token", type.token());
    printed.put("copied", type.copied());
    printed.put("doc", Text.javadoc(words, "The property " + wire + "."));
    printed.put("deprecated", deprecated);
    printed.put("required", required);
    printed.put("sendsNull", sendsNull);
    printed.put("inherited", inherited);
    return printed;
  }

  /** The name, or with the first number from 2 on that nothing else has. */
  static String numbered(String name, Set<String> taken) {
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + number;
    }
    return free;
  }
}
