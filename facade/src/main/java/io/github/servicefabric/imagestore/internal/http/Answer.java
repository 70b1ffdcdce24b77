package io.github.servicefabric.imagestore.internal.http;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.generated.Json;
import io.github.servicefabric.imagestore.generated.model.FabricError;
import io.github.servicefabric.imagestore.internal.tls.OneLine;
import java.io.IOException;
import java.util.regex.Pattern;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/**
 * An answer other than success, as far as anyone needs it.
 *
 * @param status the HTTP status
 * @param reason what stands behind the status, empty where nothing does
 * @param code the Fabric error code as sent, empty where there was none
 * @param message the text that came with the code, empty where there was none
 * @param excerpt how a body that is no FabricError begins, empty where there was none
 * @param httpLayer whether it is a page of the HTTP layer of Windows, which sends one only for what
 *     it does not pass on to the gateway
 * @param challenge how the server wants to be shown who calls, empty where it does not say
 */
public record Answer(
    int status,
    String reason,
    String code,
    String message,
    String excerpt,
    boolean httpLayer,
    String challenge) {
  static final int LONGEST_CODE = 512;
  static final int LONGEST_MESSAGE = 1024;
  static final int LONGEST_EXCERPT = 200;
  static final int LONGEST_CHALLENGE = 1024;
  private static final int LONGEST_TEXT = 300;

  /** Of UTF-8, in bytes. */
  private static final int LONGEST_CHARACTER = 4;

  private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

  private static final String HTTP_LAYER = "Microsoft-HTTPAPI/";
  private static final Pattern HTTP_LAYER_PAGE =
      Pattern.compile(
          "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4\\.01//EN\"[^>]*> ?<HTML><HEAD><TITLE>.*");

  private static final Pattern TOKEN_CHALLENGE = Pattern.compile("(?i)(^|, *)Bearer\\b");

  /** An answer of which no more is known. */
  public Answer(int status, String code, String message, String excerpt, boolean httpLayer) {
    this(status, "", code, message, excerpt, httpLayer, "");
  }

  /**
   * Never throws for what was sent: a body that cannot be read or makes no sense leaves the status,
   * which counts.
   */
  public static Answer of(Response<?> response) {
    ResponseBody body = response.errorBody();
    return of(response.raw(), body == null ? new Buffer() : body.source());
  }

  static Answer of(okhttp3.Response head, BufferedSource source) {
    ByteString body = head(source);
    if (body.startsWith(BYTE_ORDER_MARK)) {
      body = body.substring(BYTE_ORDER_MARK.size());
    }
    FabricError error = parse(body);
    String code = "";
    String message = "";
    String excerpt = "";
    if (error == null || error.getError() == null) {
      excerpt = excerpt(body);
    } else {
      code = error.getError().getCode() == null ? "" : error.getError().getCode().value();
      message = error.getError().getMessage() == null ? "" : error.getError().getMessage();
    }
    return new Answer(
        head.code(),
        cut(head.message(), LONGEST_CODE),
        cut(code, LONGEST_CODE),
        cut(message, LONGEST_MESSAGE),
        excerpt,
        head.header("Server", "").startsWith(HTTP_LAYER)
            && HTTP_LAYER_PAGE.matcher(excerpt).matches(),
        head.header("WWW-Authenticate") == null
            ? ""
            : cut(String.join(", ", head.headers("WWW-Authenticate")), LONGEST_CHALLENGE));
  }

  /** Whether the server names ways to log in, and a token is none of them. */
  public boolean wantsOtherLogin() {
    return !challenge.isEmpty() && !TOKEN_CHALLENGE.matcher(challenge).find();
  }

  private static ByteString head(BufferedSource source) {
    Buffer head = new Buffer();
    try {
      long read = 0;
      while (read != -1 && head.size() < BoundedBody.MOST_READ) {
        read = source.read(head, BoundedBody.MOST_READ - head.size());
      }
    } catch (IOException e) {
      // What came before the body broke off is all there is to know.
    }
    return head.readByteString();
  }

  private static @Nullable FabricError parse(ByteString body) {
    Buffer json = new Buffer().write(body);
    try {
      return FabricErrorAdapter.INSTANCE.fromJson(json);
    } catch (IOException | JsonDataException e) {
      return null;
    } finally {
      // Okio uses the memory of an empty buffer again, and lets that of any other go.
      json.clear();
    }
  }

  private static String excerpt(ByteString body) {
    int mostBytes = LONGEST_EXCERPT * LONGEST_CHARACTER;
    return OneLine.of(body.substring(0, Math.min(body.size(), mostBytes)).utf8(), LONGEST_EXCERPT);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  /** What was answered, for a message. */
  public String inWords() {
    StringBuilder words = new StringBuilder("HTTP ").append(status);
    if (!code.isEmpty()) {
      words.append(' ').append(OneLine.of(code, LONGEST_TEXT));
    }
    // The runtime prints the word where it has no text.
    if (!message.isEmpty() && !message.equals("Null")) {
      words.append(": \"").append(OneLine.of(message, LONGEST_TEXT)).append('"');
    }
    if (!excerpt.isEmpty()) {
      words.append(" with a body that is no FabricError: \"").append(excerpt).append('"');
    }
    if (code.isEmpty() && message.isEmpty() && excerpt.isEmpty() && !reason.isBlank()) {
      words.append(": \"").append(OneLine.of(reason, LONGEST_TEXT)).append('"');
    }
    if (!challenge.isEmpty()) {
      words.append(", which asks for ").append(OneLine.of(challenge, LONGEST_TEXT));
    }
    return words.toString();
  }

  /** Prepared when the first error comes: a client that meets none never loads Moshi. */
  private static final class FabricErrorAdapter {
    static final JsonAdapter<FabricError> INSTANCE = Json.moshi().adapter(FabricError.class);
  }
}
