package io.github.servicefabric.imagestore.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorePathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a/$/b|\"$\"|would end the path",
        "$|\"$\"|would end the path",
        "a/./b|\".\"|removed on the way",
        "../b|\"..\"|removed on the way",
        "a\\..\\b|\"..\"|removed on the way",
        "a/b#c|\"b#c\"|cuts a path at #",
        "a/%41|\"%41\"|decodes a %",
        "a/100%ab/b|\"100%ab\"|decodes a %",
        "a/%%4a|\"%%4a\"|decodes a %"
      })
  void whatTheGatewayWouldReadAsSomethingElseIsRefusedWithItsSegment(
      String path, String segment, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorePath.of("storePath", path))
        .withMessageStartingWith("storePath must not have the segment " + segment + ": ")
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 9, 10, 13, 0x1b, 0x7f, 0x85, 0xad, 0x200b, 0x202a, 0x2028, 0x2029, 0xfeff})
  void aCharacterThatCannotBeSeenIsRefusedAndNamed(int character) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorePath.of("from", "a/b" + Character.toString(character) + "c/d"))
        .withMessage(
            String.format(
                "from must not have the segment \"b\\u%04Xc\": it has a character that cannot be"
                    + " seen",
                character));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b\uD83D", "a/\uDE00b", "\uDE00\uD83D"})
  void halfOfACharacterIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorePath.of("storePath", path))
        .withMessageMatching(
            "storePath must not have the segment \"[^\\ud800-\\udfff]+\": .*half.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "\\", "\\/\\"})
  void aPathWithoutASegmentIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorePath.of("storePath", path))
        .withMessageContaining("must have a segment, such as MyApp/MyService.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", " a", "a/b ", "/ a/", "a/b /", "\u3000a"})
  void aBlankAtAnEndIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorePath.of("storePath", path))
        .withMessageContaining("must not begin or end with a blank");
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> StorePath.of("to", null))
        .withMessage("to must not be null");
  }

  @Test
  void aSegmentMayHave260CharactersAndAPath16000BytesInAUrl() {
    String longest = "x".repeat(260);
    assertThat(StorePath.of("storePath", longest + "/" + longest).value()).hasSize(521);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorePath.of("storePath", "a/" + longest + "x"))
        .withMessageContaining("261 characters, and 260 are taken")
        .withMessageMatching(".{0,250}");
    String path = ("y".repeat(199) + "/").repeat(79) + "y".repeat(200);
    assertThat(StorePath.of("storePath", path).encoded()).hasSize(16_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorePath.of("storePath", path + "z"))
        .withMessageContaining("more than 16000 bytes in a URL, but takes 16001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorePath.of("storePath", ("\u20ac".repeat(100) + "/").repeat(18)))
        .withMessageContaining("bytes in a URL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a/b|a/b",
        "/a//b/|a/b",
        "\\\\a\\b\\|a/b",
        "a b/c  d|a%20b/c%20%20d",
        "a / b|a%20/%20b",
        "$a/b$/$$|%24a/b%24/%24%24",
        ".../..a/a..|.../..a/a..",
        "100%/%4g/%|100%25/%254g/%25",
        "a+b&c=d?e;f,g|a%2Bb%26c%3Dd%3Fe%3Bf%2Cg",
        "~-._|~-._",
        "[]{}<>\"'`^:*@!|%5B%5D%7B%7D%3C%3E%22%27%60%5E%3A%2A%40%21",
        "Größe|Gr%C3%B6%C3%9Fe",
        "o\u0308|o%CC%88",
        "\uD83D\uDE00|%F0%9F%98%80",
        "\uD83D\uDC68\u200D\uD83D\uDCBB|%F0%9F%91%A8%E2%80%8D%F0%9F%92%BB",
        "\u0645\u06CC\u200C\u062E|%D9%85%DB%8C%E2%80%8C%D8%AE"
      })
  void anyOtherPathIsPercentEncodedOnce(String path, String encoded) {
    StorePath checked = StorePath.of("storePath", path);
    assertThat(checked.encoded()).isEqualTo(encoded);
    assertThat(StorePath.of("storePath", checked.value())).isEqualTo(checked);
  }
}
