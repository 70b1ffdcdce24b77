package finish;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The layout of one source file: Javadoc that fits, imports that are needed, no idle blank lines.
 */
final class Format {
  /** In front of a contract's words, where prepare put it; no contract has it there. */
  private static final String MARK = "\uE000";

  private static final Pattern IMPORTS = Pattern.compile("(?:import [\\w.]+;\n)+");
  private static final int WIDTH = 100;

  private Format() {}

  static String source(String printed) {
    String documented =
        printed.lines().flatMap(Format::javadoc).collect(Collectors.joining("\n", "", "\n"));
    return withoutIdleImports(documented)
        .replaceAll("\n{3,}", "\n\n")
        .replaceAll("\\{\n\n(?=\\s+[^\\s/])", "{\n")
        .replaceAll("\n\n(\\s*})", "\n$1");
  }

  private static Stream<String> javadoc(String line) {
    String text = line.replace(MARK, "");
    return text.length() <= WIDTH || !line.contains(MARK) ? Stream.of(text) : wrapped(text);
  }

  private static Stream<String> wrapped(String line) {
    String indent = line.substring(0, line.indexOf('*')).replace('/', ' ');
    String body = line.substring(line.indexOf('*') + 1).strip();
    List<String> lines = new ArrayList<>();
    boolean whole = line.strip().startsWith("/**");
    if (whole) {
      lines.add(indent.substring(0, indent.length() - 1) + "/**");
      body = body.substring(1, body.length() - 2).strip();
    }
    String start = indent + "* ";
    String next = start + (body.startsWith("@") ? "    " : "");
    StringBuilder current = new StringBuilder(start);
    boolean empty = true;
    for (String word : body.split("\\s+")) {
      if (!empty && current.length() + 1 + word.length() > WIDTH) {
        lines.add(current.toString());
        current = new StringBuilder(next);
        empty = true;
      }
      current.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(current.toString());
    if (whole) {
      lines.add(indent + "*/");
    }
    return lines.stream();
  }

  private static String withoutIdleImports(String text) {
    Matcher imports = IMPORTS.matcher(text);
    if (!imports.find()) {
      return text;
    }
    String code = text.substring(imports.end());
    Set<String> needed = new TreeSet<>();
    for (String line : imports.group().split("\n")) {
      String type = line.substring(line.lastIndexOf('.') + 1, line.length() - 1);
      if (Pattern.compile("\\b" + type + "\\b").matcher(code).find()) {
        needed.add(line + "\n");
      }
    }
    return text.substring(0, imports.start()) + String.join("", needed) + code;
  }
}
