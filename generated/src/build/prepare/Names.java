package prepare;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java's names for the contract's. For what is ASCII they are those of the generator's own Java,
 * whose users know them; beyond it they stay Java identifiers, in type names ASCII ones, because
 * not every file system takes more.
 */
final class Names {
  private static final Set<String> RESERVED =
      Set.of(
          ("_ abstract apiclient apiexception apiresponse assert boolean break byte case catch char"
                  + " class configuration const continue default do double else enum extends false"
                  + " file final finally float for goto if implements import instanceof int"
                  + " interface list localdate localtime long native new null object offsetdatetime"
                  + " package private protected public return short static strictfp stringutil"
                  + " super switch synchronized this throw throws transient true try void volatile"
                  + " while")
              .split(" "));

  /** Types that the generated code itself calls by these names. */
  private static final Set<String> TAKEN_TYPES =
      Set.of(
          ("Boolean Builder Call Deprecated Double Float IOException Integer Itself JsonAdapter"
                  + " JsonClass JsonLabel JsonReader JsonWriter Long Moshi Other Override Properties"
                  + " String")
              .split(" "));

  private static final Set<String> METHODS_OF_OBJECT =
      Set.of("getClass hashCode equals clone toString notify notifyAll wait finalize".split(" "));

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("@", "At"),
          Map.entry("+", "Plus"),
          Map.entry("*", "Star"),
          Map.entry("'", "Quote"),
          Map.entry("&", "Ampersand"),
          Map.entry("%", "Percent"),
          Map.entry("#", "Hash"),
          Map.entry("!", "Exclamation"),
          Map.entry("=", "Equal"),
          Map.entry(">", "GreaterThan"),
          Map.entry("<", "LessThan"),
          Map.entry("/", "Slash"),
          Map.entry("$", "Dollar"),
          Map.entry(" ", "Space"));

  private static final Pattern BORDER =
      Pattern.compile("(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z\\d])(?=[A-Z])");

  private Names() {}

  static String type(String schema) {
    String name = camel(ascii(schema).replace('$', '_'), true);
    if (name.isEmpty() || Character.isDigit(name.charAt(0)) || isReserved(name)) {
      name = "Model" + name;
    }
    return name.endsWith("JsonAdapter") ? name + "Model" : name;
  }

  static String field(String property) {
    String name = variable(property);
    return Set.of("com", "java").contains(name) ? '_' + name : name;
  }

  /** A property or a parameter. */
  static String variable(String wire) {
    String name = identifier(spelled(wire));
    if (name.toLowerCase(Locale.ROOT).matches("_*class")) {
      return "propertyClass";
    } else if (name.replace("_", "").isEmpty()) {
      return "property";
    } else if (name.matches("[A-Z_][A-Z0-9_]*|\\d[A-Z0-9_]*")) {
      return Character.isDigit(name.charAt(0)) ? '_' + name : name;
    }
    if (name.matches("(?s)[^\\p{Ll}]{2}.*")) {
      name = name.substring(0, 2).toLowerCase(Locale.ROOT) + name.substring(2);
    }
    name = camel(name, false);
    return isReserved(name) || !Character.isJavaIdentifierStart(name.codePointAt(0))
        ? '_' + name
        : name;
  }

  static String getter(String field) {
    String name = field.replace("_", "");
    if (name.length() > 1
        && Character.isLowerCase(name.charAt(0))
        && Character.isUpperCase(name.charAt(1))) {
      return "get" + name;
    }
    Matcher letter = Pattern.compile("[\\p{L}\\p{N}]").matcher(name);
    return "get"
        + (letter.find()
            ? name.substring(0, letter.start())
                + letter.group().toUpperCase(Locale.ROOT)
                + name.substring(letter.end())
            : name);
  }

  static String method(String operation) {
    String name = camel(identifier(operation).replace('$', '_'), false);
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      return "call" + name;
    }
    return isReserved(name) || METHODS_OF_OBJECT.contains(name)
        ? "call" + camel(identifier(operation).replace('$', '_'), true)
        : name;
  }

  static String constant(String value, boolean number) {
    if (value.isEmpty()) {
      return "EMPTY";
    } else if (number) {
      return "NUMBER_"
          + identifier(value.replace("-", "MINUS_").replace("+", "PLUS_").replace(".", "_DOT_"));
    } else if (WORDS.containsKey(value)) {
      return WORDS.get(value).toUpperCase(Locale.ROOT);
    }
    String name = identifier(value.replace('$', '_')).replaceAll("(?<!^)_{2,}", "_");
    name = BORDER.matcher(name).replaceAll("_").toUpperCase(Locale.ROOT);
    if (name.replace("_", "").isEmpty()) {
      return "VALUE";
    }
    return Character.isJavaIdentifierStart(name.codePointAt(0)) ? name : '_' + name;
  }

  /** What two names have in common that Java, or a file system, would not tell apart. */
  static String spelling(String name) {
    return ascii(name).replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isReserved(String name) {
    return RESERVED.contains(name.toLowerCase(Locale.ROOT)) || TAKEN_TYPES.contains(name);
  }

  /** Signs that a name may well differ in are spelled, the others part words. */
  private static String spelled(String wire) {
    StringBuilder name = new StringBuilder();
    for (String sign : wire.replaceAll("[\\])]", "").split("")) {
      boolean word = WORDS.containsKey(sign) && !"$/ ".contains(sign);
      name.append(word ? WORDS.get(sign) + '_' : sign);
    }
    return name.toString();
  }

  /** Beyond the first 65,536 characters Javadoc does not know its own parameters again. */
  private static String identifier(String text) {
    StringBuilder name = new StringBuilder();
    text.codePoints().forEach(c -> name.append(isInName(c) ? Character.toString(c) : "_"));
    return name.toString();
  }

  private static boolean isInName(int c) {
    return Character.isBmpCodePoint(c)
        && Character.isJavaIdentifierPart(c)
        && !Character.isIdentifierIgnorable(c);
  }

  private static String ascii(String text) {
    StringBuilder name = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(
            c -> {
              if (c < 128) {
                name.append(Character.isLetterOrDigit(c) || c == '$' ? (char) c : '_');
              } else {
                name.append("_u").append(String.format("%04x", c)).append('_');
              }
            });
    return name.toString();
  }

  /** Words that underscores part, put together; the first one small or large. */
  private static String camel(String text, boolean large) {
    StringBuilder name = new StringBuilder();
    for (String word : text.split("_")) {
      if (!word.isEmpty()) {
        int first = word.offsetByCodePoints(0, 1);
        name.append(word.substring(0, first).toUpperCase(Locale.ROOT))
            .append(word.substring(first));
      }
    }
    Matcher letter = Pattern.compile("\\p{L}").matcher(name);
    if (!large && letter.find()) {
      name.replace(letter.start(), letter.end(), letter.group().toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
