package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the READMEs show compiles as it stands, and their links lead somewhere. Of other libraries
 * the little that snippets use is in {@code src/test/resources/readme}.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<Path> READMES =
      Stream.of("README.md", "facade/README.md", "generated/README.md")
          .map(ROOT::resolve)
          .filter(Files::exists)
          .toList();

  private static final Pattern SNIPPET =
      Pattern.compile("^```java\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern IMPORT = Pattern.compile("^import .*;\\R", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("^(public |final )*(class|record|interface|enum) ", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>imagestore-\\w+</artifactId>\\s*<version>(.*?)</version>");

  /** What snippets take as given. */
  private static final String GIVEN =
      "char[] password; Tokens tokens;"
          + " interface Tokens { String current(); String renewed(); }";

  @TestFactory
  Stream<DynamicTest> everySnippetCompiles(@TempDir Path classes) {
    List<DynamicTest> tests =
        READMES.stream()
            .flatMap(readme -> SNIPPET.matcher(text(readme)).results().map(s -> snippet(readme, s)))
            .map(
                s ->
                    DynamicTest.dynamicTest(
                        s.name, () -> assertThat(s.problems(classes)).isEmpty()))
            .toList();
    assertThat(tests).hasSizeGreaterThan(5);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> everyLinkLeadsSomewhere() {
    return READMES.stream()
        .flatMap(
            readme -> LINK.matcher(text(readme)).results().map(link -> link(readme, link.group(1))))
        .toList()
        .stream();
  }

  @TestFactory
  Stream<DynamicTest> everyVersionIsThisOne() {
    Matcher own = VERSION.matcher(text(ROOT.resolve("pom.xml")));
    assertThat(own.find()).isTrue();
    return READMES.stream()
        .flatMap(readme -> VERSION.matcher(text(readme)).results())
        .map(
            shown ->
                DynamicTest.dynamicTest(
                    shown.group(1), () -> assertThat(shown.group(1)).isEqualTo(own.group(1))));
  }

  private static DynamicTest link(Path readme, String target) {
    return DynamicTest.dynamicTest(
        target,
        () -> {
          if (target.startsWith("https://")) {
            return;
          }
          String file = target.replaceAll("#.*", "");
          Path at = file.isEmpty() ? readme : readme.resolveSibling(file);
          assertThat(at).exists();
          if (target.contains("#")) {
            assertThat(HEADING.matcher(text(at)).results().map(h -> anchor(h.group(1))))
                .contains(target.replaceAll(".*#", ""));
          }
        });
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  private static Snippet snippet(Path readme, java.util.regex.MatchResult found) {
    long line = text(readme).substring(0, found.start()).lines().count() + 1;
    String code = found.group(1);
    String imports = String.join("", IMPORT.matcher(code).results().map(i -> i.group()).toList());
    String rest = IMPORT.matcher(code).replaceAll("");
    String source =
        TYPE.matcher(rest).find()
            ? code
            : imports
                + "class Snippet { "
                + GIVEN
                + " void run() throws Exception {\n"
                + rest
                + "} }";
    return new Snippet(ROOT.relativize(readme) + ":" + line, source);
  }

  private record Snippet(String name, String source) {
    List<String> problems(Path classes) throws IOException {
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
      List<String> options =
          List.of(
              "-classpath",
              System.getProperty("java.class.path"),
              "-sourcepath",
              Path.of("src", "test", "resources", "readme").toString(),
              "-d",
              classes.toString(),
              "-proc:none",
              "-Xlint:deprecation,removal,unchecked,rawtypes");
      JavaFileObject file =
          new SimpleJavaFileObject(
              URI.create("snippet:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return source;
            }

            @Override
            public boolean isNameCompatible(String simpleName, Kind kind) {
              return true;
            }
          };
      compiler.getTask(null, null, found, options, null, List.of(file)).call();
      return found.getDiagnostics().stream().map(d -> d + "\n" + source).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
