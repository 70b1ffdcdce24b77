package io.github.servicefabric.imagestore.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  private static final String GOOD = "{\"Error\":{\"Code\":\"E_FAIL\",\"Message\":\"It failed.\"}}";
  private static final int KEPT_AT_MOST = 4096;

  @Test
  void aFabricErrorIsReadWhole() {
    assertThat(read(GOOD)).isEqualTo(new Answer(500, "E_FAIL", "It failed.", "", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"Error\":{\"Code\":\"Odd Code ✓\"}}                               | Odd Code ✓ | ``",
        "{\"Error\":{\"Code\":\"\"}}                                         | ``  | ``",
        "{\"Error\":{\"Code\":null,\"Message\":null}}                        | ``  | ``",
        "{\"Error\":{}}                                                      | ``  | ``",
        "{\"Error\":{\"Message\":\"m\"}}                                     | ``  | m",
        "{\"a\":[1,{}],\"Error\":{\"x\":{},\"Code\":\"c\",\"y\":[]},\"z\":1} | c   | ``",
        " \\n{ \"Error\" : { \"Code\" : \"c\" } } \\n                        | c   | ``"
      })
  void whatIsMissingOrMoreDoesNoHarm(String body, String code, String message) {
    Answer answer = read(body.replace("\\n", "\n"));
    assertThat(answer).isEqualTo(new Answer(500, code, message, "", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Error\":{\"Code\":\"E_FAIL\",\"Mess",
        "{\"Error\":null}",
        "{\"error\":{\"code\":\"E_FAIL\"}}",
        "{\"Error\":\"E_FAIL\"}",
        "{\"Error\":{\"Code\":{}}}",
        "{\"Error\":[]}",
        "[]",
        "null",
        "7",
        "\"text\"",
        "plain text"
      })
  void whatIsNoFabricErrorIsShownAsItBegins(String body) {
    assertThat(read(body)).isEqualTo(new Answer(500, "", "", body, false));
  }

  @Test
  void aPageOfTheHttpLayerIsKnownByItsServerDoctypeAndTitle() {
    String page =
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">"
            + "\r\n<HTML><HEAD><TITLE>Service Unavailable</TITLE>\r\n</HEAD></HTML>";
    Headers windows = Headers.of("Server", "Microsoft-HTTPAPI/2.0");
    assertThat(of(windows, page).httpLayer()).isTrue();
    assertThat(of(windows, "\ufeff" + page).httpLayer()).isTrue();
    assertThat(of(Headers.EMPTY, page).httpLayer()).isFalse();
    assertThat(of(Headers.of("Server", "nginx"), page).httpLayer()).isFalse();
    assertThat(of(windows, page.substring(90)).httpLayer()).isFalse();
    assertThat(of(windows, "<html><head><title>x</title>").httpLayer()).isFalse();
    assertThat(of(windows, GOOD).httpLayer()).isFalse();
    assertThat(of(windows, "").httpLayer()).isFalse();
    assertThat(read("\ufeff" + GOOD).code()).isEqualTo("E_FAIL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Bearer authorization=\"https://login.example/t\" | false",
        "bearer                                           | false",
        "Negotiate, Bearer realm=\"x\"                    | false",
        "``                                               | false",
        "Negotiate                                        | true",
        "Negotiate, NTLM                                  | true",
        "Basic realm=\"Bearer of gifts\"                  | true"
      })
  void whatTheServerAsksForIsKeptAndShown(String challenge, boolean other) {
    Answer answer = of(Headers.of("WWW-Authenticate", challenge), "");
    assertThat(answer.challenge()).isEqualTo(challenge);
    assertThat(answer.wantsOtherLogin()).isEqualTo(other);
    assertThat(answer.inWords())
        .isEqualTo("HTTP 500" + (challenge.isEmpty() ? "" : ", which asks for " + challenge));
  }

  @Test
  void anotherCharsetIsNoFabricErrorButDoesNoHarm() {
    ByteString utf16 = ByteString.encodeString(GOOD, java.nio.charset.StandardCharsets.UTF_16);
    Answer answer = of(new Buffer().write(utf16));
    assertThat(answer.code()).isEmpty();
    assertThat(answer.excerpt()).isNotEmpty().doesNotContain("\u0000");
  }

  @Test
  void deepNestingIsNoFabricErrorButDoesNoHarm() {
    assertThat(read("[".repeat(60_000)).code()).isEmpty();
    assertThat(read("{\"Error\":".repeat(7_000)).code()).isEmpty();
    assertThat(read("{\"a\":" + "[".repeat(30_000)).excerpt()).startsWith("{\"a\":[[[");
  }

  @Test
  void atMost64KibOfAnEndlessBodyAreRead() {
    Endless endless = new Endless();
    Answer answer = of(Okio.buffer(endless));
    // A buffered source fetches up to one segment of 8 KiB ahead.
    assertThat(endless.given).isBetween(64L * 1024, 64L * 1024 + 8192);
    assertThat(kept(answer)).isLessThanOrEqualTo(KEPT_AT_MOST);
    assertThat(answer.excerpt()).startsWith("xxxx");
  }

  @Test
  void aBodyThatBreaksOffIsJudgedByWhatCame() {
    Source breaking =
        new ForwardingSource(new Buffer().writeUtf8(GOOD)) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            long read = super.read(sink, Math.min(byteCount, 5));
            if (read == -1) {
              throw new IOException("reset");
            }
            return read;
          }
        };
    assertThat(of(Okio.buffer(breaking)).code()).isEqualTo("E_FAIL");
  }

  @Test
  void longCodesAndMessagesAreCut() {
    String code = "C".repeat(20_000);
    String message = "m".repeat(20_000);
    Answer answer = read("{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\"}}");
    assertThat(answer.code()).isEqualTo("C".repeat(512));
    assertThat(answer.message()).isEqualTo("m".repeat(1024));
    assertThat(answer.inWords()).hasSizeLessThan(700);
  }

  @Test
  void anyBytesMakeAnAnswerWithinABound() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] body = anyBody(random);
      Answer answer = of(new Buffer().write(body));
      String words = answer.inWords();
      assertThat(kept(answer)).as("kept, seed %d, body %d", seed, i).isLessThanOrEqualTo(4096);
      assertThat(words).as("seed %d, body %d", seed, i).hasSizeLessThan(1000).doesNotContain("\n");
    }
  }

  private static byte[] anyBody(Random random) {
    byte[] body;
    switch (random.nextInt(4)) {
      case 0 -> {
        body = new byte[random.nextInt(300)];
        random.nextBytes(body);
      }
      case 1 -> {
        body = GOOD.getBytes(UTF_8);
        for (int i = random.nextInt(5); i >= 0; i--) {
          body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
      }
      case 2 -> {
        String pieces = "{}[]\":,\\u0n tfE<-+.e 1";
        StringBuilder text = new StringBuilder("{\"Error\":".substring(0, random.nextInt(10)));
        for (int i = random.nextInt(200); i > 0; i--) {
          text.append(pieces.charAt(random.nextInt(pieces.length())));
        }
        body = text.toString().getBytes(UTF_8);
      }
      default -> {
        // Long runs of one byte, where a parser that goes back would be slow.
        body = new byte[random.nextInt(100) == 0 ? 100_000 : random.nextInt(2_000)];
        java.util.Arrays.fill(body, (byte) "{[\"\\ <9\t\u0000-".charAt(random.nextInt(10)));
      }
    }
    return body;
  }

  private static int kept(Answer answer) {
    return 2 * (answer.code().length() + answer.message().length() + answer.excerpt().length());
  }

  private static Answer read(String body) {
    return of(Headers.EMPTY, body);
  }

  private static Answer of(Headers headers, String body) {
    return of(headers, new Buffer().writeUtf8(body));
  }

  private static Answer of(BufferedSource body) {
    return of(Headers.EMPTY, body);
  }

  private static Answer of(Headers headers, BufferedSource body) {
    Request request = new Request.Builder().url("http://localhost/").build();
    Response head =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(500)
            .message("")
            .headers(headers)
            .build();
    return Answer.of(head, body);
  }

  private static final class Endless extends ForwardingSource {
    private long given;

    Endless() {
      super(new Buffer());
    }

    @Override
    public long read(Buffer sink, long byteCount) {
      assertThat(given).as("read without an end").isLessThan(1024 * 1024);
      sink.writeUtf8("x".repeat((int) byteCount));
      given += byteCount;
      return byteCount;
    }
  }
}
