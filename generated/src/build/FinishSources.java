import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last step of generation, for what mustache cannot express: it tells apart names that came out
 * equal, turns descriptions into Javadoc, and stops the build where a template said that it cannot
 * do what the contract asks for.
 *
 * <p>Arguments: the generator's output folder, and the folder of finished sources. An equal file is
 * left alone, so that the compiler has nothing to do; one that the contract no longer has is
 * deleted.
 */
final class FinishSources {
  private static final Pattern NAME = Pattern.compile("([\\w$]+)#(\\d+)#");
  private static final Pattern NOTE = Pattern.compile("^//! (\\w+) ?(.*)$", Pattern.MULTILINE);
  private static final Pattern DESCRIPTION = Pattern.compile("<description>(.*?)</description>");
  private static final Pattern IMPORT =
      Pattern.compile("^import [\\w.]+\\.(\\w+);\n", Pattern.MULTILINE);
  private static final Pattern RETROFIT_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");
  private static final Pattern JSON = Pattern.compile("application/([\\w.-]+\\+)?json(;.*)?");
  private static final int WIDTH = 100;

  private final Set<String> refusals = new LinkedHashSet<>();

  public static void main(String[] args) throws IOException {
    new FinishSources().run(Path.of(args[0]), Path.of(args[1]));
  }

  private void run(Path generated, Path finished) throws IOException {
    Map<Path, String> sources = new TreeMap<>();
    Path root = generated.resolve("src/main/java");
    for (String file : Files.readAllLines(generated.resolve(".openapi-generator/FILES"))) {
      if (file.endsWith(".java")) {
        String text = Files.readString(generated.resolve(file));
        check(text);
        sources.put(root.relativize(generated.resolve(file)), finish(text));
      }
    }
    if (!refusals.isEmpty()) {
      System.err.println("The templates cannot carry this contract:");
      refusals.forEach(refusal -> System.err.println("  - " + refusal));
      System.exit(1);
    }
    sources
        .keySet()
        .removeIf(
            file -> file.endsWith("JsonLabel.java") && !mentioned("JsonLabel", file, sources));
    write(finished, sources);
  }

  private static boolean mentioned(String type, Path own, Map<Path, String> sources) {
    return sources.entrySet().stream()
        .anyMatch(source -> !source.getKey().equals(own) && source.getValue().contains(type + '.'));
  }

  private void check(String text) {
    Map<String, String> schemas = new HashMap<>();
    Map<String, String> tags = new HashMap<>();
    Set<String> labels = new HashSet<>();
    String unlabelled = null;
    Matcher note = NOTE.matcher(text);
    while (note.find()) {
      String[] words = note.group(2).split(" ");
      switch (note.group(1)) {
        case "REFUSED":
          refusals.add(note.group(2));
          break;
        case "SCHEMA":
          checkSpelling("schemas", note.group(2), schemas);
          break;
        case "TAG":
          checkSpelling("tags", note.group(2), tags);
          break;
        case "CASE":
          if (!labels.add(note.group(2))) {
            refusals.add(
                typeOf(text)
                    + ": two of its kinds have the label "
                    + note.group(2)
                    + ". Give each its own x-ms-discriminator-value.");
          }
          break;
        case "LABEL":
          unlabelled = note.group(2);
          break;
        case "LABELLED":
          unlabelled = null;
          break;
        case "PATH":
          if (!RETROFIT_NAME.matcher(words[1]).matches()) {
            refusals.add(
                "operation "
                    + words[0]
                    + ": Retrofit takes letters, digits, _ and - in the name of a path parameter, not "
                    + words[1]
                    + ". Rename the parameter; its name is not sent.");
          }
          break;
        case "BODY":
          checkBody(words);
          break;
        case "ANSWER":
          checkMedia(words, 1, "its answer");
          break;
        default:
          throw new IllegalStateException(note.group());
      }
    }
    if (unlabelled != null) {
      String[] words = unlabelled.split(" ");
      refusals.add(
          "schema "
              + words[1]
              + ": its discriminator "
              + words[0]
              + " is not one of its properties. Declare it as a required property of type string.");
    }
  }

  /** The generator drops one of two in silence where it would give both the same name. */
  private void checkSpelling(String kind, String name, Map<String, String> known) {
    String twin =
        known.putIfAbsent(name.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT), name);
    if (twin != null) {
      refusals.add(
          kind
              + " "
              + twin
              + " and "
              + name
              + ": their Java types would not differ, or in case only. Rename one of them; its name is not sent.");
    }
  }

  private void checkBody(String[] words) {
    if (!Set.of("POST", "PUT", "PATCH", "DELETE").contains(words[1])) {
      refusals.add(
          "operation "
              + words[0]
              + ": OkHttp sends no body with "
              + words[1]
              + ". Drop the body, or use another method.");
    }
    checkMedia(words, 2, "its body");
  }

  private void checkMedia(String[] words, int from, String what) {
    List<String> media = List.of(words).subList(from, words.length);
    boolean supported =
        media.isEmpty()
            || media.get(0).equals("binary")
            || media.stream().anyMatch(m -> JSON.matcher(m).matches());
    if (!supported) {
      refusals.add(
          "operation "
              + words[0]
              + ": "
              + what
              + " is "
              + String.join(", ", media)
              + ", and the models speak JSON only. Declare it as binary (type: string, format: binary) and read or write"
              + " it by hand, or add application/json.");
    }
  }

  private static String typeOf(String text) {
    Matcher type = Pattern.compile("public (?:final class|interface) (\\w+)").matcher(text);
    return type.find() ? "schema " + type.group(1) : "schema";
  }

  private static String finish(String text) {
    String named =
        distinctNames(NOTE.matcher(text).replaceAll("").replaceAll(",\\s*\n\\s*\\);", ");"));
    String closed = named.replaceAll("\\(\n\\s*\\);", "();");
    String documented =
        closed.lines().flatMap(FinishSources::javadoc).collect(Collectors.joining("\n", "", "\n"));
    return withoutIdleImports(documented)
        .replaceAll("\n{3,}", "\n\n")
        .replaceAll("\\{\n\n(?=\\s+[^\\s/])", "{\n")
        .replaceAll("\n\n(\\s*})", "\n$1");
  }

  /** What differed on the wire only, as in case, gets a number in Java from the second one on. */
  private static String distinctNames(String text) {
    Map<String, List<String>> positions = new HashMap<>();
    Set<String> taken = new HashSet<>();
    Matcher names = NAME.matcher(text);
    while (names.find()) {
      taken.add(names.group(1));
      List<String> known = positions.computeIfAbsent(names.group(1), name -> new ArrayList<>());
      if (!known.contains(names.group(2))) {
        known.add(names.group(2));
      }
    }
    Map<String, String> renamed = new LinkedHashMap<>();
    positions.forEach(
        (name, at) -> {
          for (int i = 1, number = 2; i < at.size(); i++, number++) {
            while (!taken.add(name + number)) {
              number++;
            }
            renamed.put(name + '#' + at.get(i), name + number);
          }
        });
    return NAME.matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    renamed.getOrDefault(match.group(1) + '#' + match.group(2), match.group(1))));
  }

  private static Stream<String> javadoc(String line) {
    if (!line.contains("<description>")) {
      return Stream.of(line);
    }
    String text =
        DESCRIPTION
            .matcher(line)
            .replaceAll(match -> Matcher.quoteReplacement(plain(match.group(1)).strip()));
    return text.length() <= WIDTH ? Stream.of(text) : wrapped(text);
  }

  /**
   * The generator escapes for Java and the engine for HTML; a comment needs less of both, and more
   * for Javadoc.
   */
  private static String plain(String description) {
    return description
        .replace("\\\\", "&#92;")
        .replace("\\&quot;", "\"")
        .replace("\\", "&#92;")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x3D;", "=")
        .replace("&#x60;", "`")
        .replace("@", "&#64;")
        .replace("*_/", "*&#47;")
        .replace("*/", "*&#47;")
        .replace("/_*", "&#47;*");
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
    String code = IMPORT.matcher(text).replaceAll("");
    return IMPORT
        .matcher(text)
        .replaceAll(
            match ->
                Pattern.compile("\\b" + match.group(1) + "\\b").matcher(code).find()
                    ? Matcher.quoteReplacement(match.group())
                    : "");
  }

  private static void write(Path folder, Map<Path, String> sources) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
        if (!sources.containsKey(folder.relativize(file))) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, source.getValue());
      }
    }
  }
}
