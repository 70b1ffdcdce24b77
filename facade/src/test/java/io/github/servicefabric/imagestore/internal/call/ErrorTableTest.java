package io.github.servicefabric.imagestore.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.internal.http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of errors that consumers read, against the rows that a commit is judged by. */
class ErrorTableTest {
  private static final Pattern HEADING = Pattern.compile("\\| HTTP \\| code \\|.*\\| do \\|");
  private static final Pattern CODE = Pattern.compile("`([A-Za-z_]+)`");

  /** What stands where a look at the session decides. */
  private static final String AS_TOLD = " as the message says:";

  private static final Pattern LONG_WORD = Pattern.compile("[a-z]{5,}");

  private record Line(List<Integer> statuses, List<String> codes, String advice) {}

  @Test
  void eachLineSaysWhatTheCallSays() throws IOException {
    List<Line> table = table();
    assertThat(table).hasSizeGreaterThan(10);
    for (Line line : table) {
      if (line.advice().startsWith(AS_TOLD)) {
        continue;
      }
      for (int status : line.statuses()) {
        for (String code : line.codes()) {
          Answer answer = new Answer(status, code, "", "", false);
          String said = Verdicts.of(Verdicts.COMMIT, answer).advice();
          List<String> words = words(line.advice());
          List<String> alike = words.stream().filter(words(said)::contains).toList();
          assertThat(alike)
              .as("%d %s: \"%s\" beside \"%s\"", status, code, line.advice(), said)
              .hasSizeGreaterThanOrEqualTo((words.size() + 1) / 2);
        }
      }
    }
  }

  @Test
  void eachStatusAndCodeOfTheRowsHasALine() throws IOException {
    Set<String> listed = new HashSet<>();
    for (Line line : table()) {
      for (int status : line.statuses()) {
        line.codes().forEach(code -> listed.add(status + " " + code));
        listed.add(status + " ");
      }
    }
    for (List<Verdicts.Row> rows : List.of(Verdicts.COMMIT, Verdicts.COMMON)) {
      for (Verdicts.Row row : rows) {
        boolean ofFabric = row.code().matches("[A-Z]+_[A-Z_]+|NotFound|OperationsPending");
        if (row.from() == row.to() && (ofFabric || isOfTheGateway(row.from()))) {
          assertThat(listed).contains(row.from() + " " + (ofFabric ? row.code() : ""));
        }
      }
    }
  }

  /** What others between client and gateway answer has no line of its own. */
  private static boolean isOfTheGateway(int status) {
    return List.of(400, 401, 403, 404, 409, 500, 502, 503, 504).contains(status);
  }

  private static List<String> words(String text) {
    return LONG_WORD
        .matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(match -> match.group())
        .toList();
  }

  private static List<Line> table() throws IOException {
    List<Line> lines = new ArrayList<>();
    boolean within = false;
    for (String line : pageWithTable()) {
      if (HEADING.matcher(line).matches()) {
        within = true;
      } else if (within && !line.startsWith("|")) {
        return lines;
      } else if (within && !line.startsWith("|---")) {
        lines.add(line(line.split("\\|")));
      }
    }
    return lines;
  }

  private static Line line(String[] cells) {
    List<Integer> statuses =
        Arrays.stream(cells[1].strip().replace("xx", "01").split(", *"))
            .map(Integer::valueOf)
            .toList();
    List<String> codes = CODE.matcher(cells[2]).results().map(match -> match.group(1)).toList();
    String none = cells[2].contains("any other") ? "E_OTHER" : "";
    return new Line(statuses, codes.isEmpty() ? List.of(none) : codes, cells[4]);
  }

  private static List<String> pageWithTable() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder : List.of(Path.of(".."), Path.of("."))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    for (Path page : pages) {
      List<String> lines = Files.readAllLines(page);
      if (lines.stream().anyMatch(line -> HEADING.matcher(line).matches())) {
        return lines;
      }
    }
    throw new AssertionError("no table of errors in " + pages);
  }
}
