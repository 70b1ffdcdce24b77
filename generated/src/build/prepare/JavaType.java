package prepare;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a schema becomes in Java.
 *
 * @param java the type as source text
 * @param item what a list or map holds, else null
 * @param base what an enum's values are in JSON, else null
 * @param schema the schema behind a type of the contract's own, else null
 */
record JavaType(Form form, String java, JavaType item, JavaType base, Node schema) {
  enum Form {
    TEXT,
    NUMBER,
    FLAG,
    ANYTHING,
    OBJECT,
    BINARY,
    LIST,
    MAP,
    ENUM,
    MODEL
  }

  static final JavaType STRING = plain(Form.TEXT, "String");
  static final JavaType FLAG = plain(Form.FLAG, "Boolean");
  static final JavaType INT = plain(Form.NUMBER, "Integer");
  static final JavaType LONG = plain(Form.NUMBER, "Long");
  static final JavaType BIG_INTEGER = plain(Form.NUMBER, "java.math.BigInteger");
  static final JavaType FLOAT = plain(Form.NUMBER, "Float");
  static final JavaType DOUBLE = plain(Form.NUMBER, "Double");
  static final JavaType DECIMAL = plain(Form.NUMBER, "java.math.BigDecimal");
  static final JavaType DATE_TIME = plain(Form.TEXT, "java.time.OffsetDateTime");
  static final JavaType BYTES = plain(Form.TEXT, "okio.ByteString");
  static final JavaType ANYTHING = plain(Form.ANYTHING, "Object");

  /** What has properties that the contract does not name. */
  static final JavaType OBJECT = plain(Form.OBJECT, "Object");

  static final JavaType BINARY = plain(Form.BINARY, "okhttp3.ResponseBody");

  /** Which numbers a number type holds beside its own. */
  private static final Map<JavaType, Set<JavaType>> NARROWER =
      Map.of(
          LONG, Set.of(INT),
          BIG_INTEGER, Set.of(INT, LONG),
          DOUBLE, Set.of(FLOAT),
          DECIMAL, Set.of(INT, LONG, BIG_INTEGER, FLOAT, DOUBLE));

  static JavaType plain(Form form, String java) {
    return new JavaType(form, java, null, null, null);
  }

  static JavaType list(JavaType item) {
    return new JavaType(Form.LIST, "java.util.List<" + item.java + ">", item, null, null);
  }

  static JavaType map(JavaType item) {
    return new JavaType(Form.MAP, "java.util.Map<String, " + item.java + ">", item, null, null);
  }

  /** An expression of the type, as Moshi wants it. */
  String token() {
    String parameterized = "com.squareup.moshi.Types.newParameterizedType(java.util.";
    return switch (form) {
      case LIST -> parameterized + "List.class, " + item.token() + ")";
      case MAP -> parameterized + "Map.class, String.class, " + item.token() + ")";
      default -> java + ".class";
    };
  }

  /** What a builder keeps of the variable {@code value}. */
  String copied() {
    String copy = "value == null ? null : java.util.Collections.unmodifiable";
    return switch (form) {
      case LIST -> copy + "List(new java.util.ArrayList<>(value))";
      case MAP -> copy + "Map(new java.util.LinkedHashMap<>(value))";
      default -> "value";
    };
  }

  boolean contains(Form other) {
    return form == other || item != null && item.contains(other);
  }

  /** The type that an import has to name, or null. */
  String imported() {
    return item != null ? item.imported() : schema != null ? java : null;
  }

  /** Whether this type keeps whatever the other one keeps. */
  boolean holds(JavaType other, Families families) {
    if (equals(other) || form == Form.ANYTHING) {
      return true;
    } else if (form == Form.OBJECT) {
      return other.form == Form.MODEL || other.form == Form.MAP;
    } else if (form == Form.MODEL) {
      return other.form == Form.MODEL && families.isKindOf(other.schema, schema);
    } else if (item != null) {
      return form == other.form && item.holds(other.item, families);
    } else if (form == Form.ENUM) {
      return base.holds(other.base == null ? other : other.base, families);
    }
    JavaType value = other.base == null ? other : other.base;
    return equals(STRING) && value.form == Form.TEXT
        || equals(value)
        || NARROWER.getOrDefault(this, Set.of()).contains(value);
  }

  /** Of several types for one value, the narrowest that all others hold; null where none is. */
  static JavaType narrowest(List<JavaType> types, Families families) {
    return types.stream()
        .filter(type -> types.stream().allMatch(other -> other.holds(type, families)))
        .findFirst()
        .orElse(null);
  }

  /** Of several types for one value, the first that holds all others; null where none does. */
  static JavaType widest(List<JavaType> types, Families families) {
    return types.stream()
        .filter(type -> types.stream().allMatch(other -> type.holds(other, families)))
        .findFirst()
        .orElse(null);
  }
}
