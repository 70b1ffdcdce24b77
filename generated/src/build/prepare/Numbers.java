package prepare;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;

/** Which Java type holds the numbers of a schema. */
final class Numbers {
  private static final BigInteger INT = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /** Long where the contract gives no bound that an int keeps to. */
  static JavaType integer(Node schema, String format) {
    if (Set.of("int32", "int16", "int8", "uint16", "uint8").contains(format)) {
      return JavaType.INT;
    } else if (format.equals("int64")) {
      return JavaType.LONG;
    }
    JsonNode low = schema.json().path("minimum");
    JsonNode high = schema.json().path("maximum");
    if (low.isNumber() && high.isNumber()) {
      return holding(List.of(whole(low), whole(high)));
    }
    return high.isNumber() && whole(high).compareTo(LONG) > 0
        ? JavaType.BIG_INTEGER
        : JavaType.LONG;
  }

  static JavaType number(String format) {
    return switch (format) {
      case "float" -> JavaType.FLOAT;
      case "double" -> JavaType.DOUBLE;
      default -> JavaType.DECIMAL;
    };
  }

  /** The type of an enum's values. */
  static JavaType of(List<JsonNode> values, String type, String format) {
    boolean whole = values.stream().allMatch(JsonNode::isIntegralNumber);
    if (type.equals("integer") || type.isEmpty() && whole) {
      JavaType holding =
          holding(
              values.stream().map(v -> new BigDecimal(v.asText()).toBigIntegerExact()).toList());
      return format.equals("int64") && holding.equals(JavaType.INT) ? JavaType.LONG : holding;
    }
    values.forEach(value -> new BigDecimal(value.asText()));
    return number(format);
  }

  private static BigInteger whole(JsonNode number) {
    return number.decimalValue().toBigInteger();
  }

  private static JavaType holding(List<BigInteger> values) {
    if (values.stream().allMatch(value -> fits(value, INT))) {
      return JavaType.INT;
    }
    return values.stream().allMatch(value -> fits(value, LONG))
        ? JavaType.LONG
        : JavaType.BIG_INTEGER;
  }

  private static boolean fits(BigInteger value, BigInteger max) {
    return value.compareTo(max) <= 0 && value.compareTo(max.negate().subtract(BigInteger.ONE)) >= 0;
  }

  /** A value of the type as a Java expression. */
  static String literal(JavaType type, String text) {
    if (type.form() == JavaType.Form.ENUM) {
      return type.java() + ".of(" + literal(type.base(), text) + ")";
    } else if (type.form() != JavaType.Form.NUMBER) {
      return '"' + Text.literal(text) + '"';
    }
    BigDecimal number = new BigDecimal(text);
    return switch (type.java()) {
      case "Integer" -> String.valueOf(number.intValueExact());
      case "Long" -> number.longValueExact() + "L";
      case "Float" -> number + "f";
      case "Double" -> number + "d";
      default -> "new " + type.java() + "(\"" + number + "\")";
    };
  }
}
