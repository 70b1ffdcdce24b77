package io.github.servicefabric.imagestore.internal.http;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.generated.Json;
import io.github.servicefabric.imagestore.generated.model.FabricError;
import io.github.servicefabric.imagestore.internal.tls.OneLine;
import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/**
 * An answer other than success, as far as anyone needs it.
 *
 * @param status the HTTP status
 * @param code the Fabric error code as sent, empty where there was none
 * @param message the text that came with the code, empty where there was none
 * @param excerpt how a body that is no FabricError begins, empty where there was none
 * @param page whether the body is an HTML page, as the HTTP layer below the gateway sends
 */
public record Answer(int status, String code, String message, String excerpt, boolean page) {
  static final int LONGEST_CODE = 512;
  static final int LONGEST_MESSAGE = 1024;
  static final int LONGEST_EXCERPT = 200;
  private static final int LONGEST_TEXT = 300;

  /** Of UTF-8, in bytes. */
  private static final int LONGEST_CHARACTER = 4;

  private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

  /**
   * Never throws for what was sent: a body that cannot be read or makes no sense leaves the status,
   * which counts.
   */
  public static Answer of(Response<?> response) {
    return response.errorBody() == null
        ? new Answer(response.code(), "", "", "", false)
        : read(response.code(), response.errorBody().source());
  }

  static Answer read(int status, BufferedSource source) {
    ByteString body = head(source);
    if (body.startsWith(BYTE_ORDER_MARK)) {
      body = body.substring(BYTE_ORDER_MARK.size());
    }
    FabricError error = parse(body);
    if (error == null || error.getError() == null) {
      String excerpt = excerpt(body);
      return new Answer(status, "", "", excerpt, excerpt.startsWith("<"));
    }
    String code = error.getError().getCode() == null ? "" : error.getError().getCode().value();
    String message = error.getError().getMessage() == null ? "" : error.getError().getMessage();
    return new Answer(status, cut(code, LONGEST_CODE), cut(message, LONGEST_MESSAGE), "", false);
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
    return words.toString();
  }

  /** Prepared when the first error comes: a client that meets none never loads Moshi. */
  private static final class FabricErrorAdapter {
    static final JsonAdapter<FabricError> INSTANCE = Json.moshi().adapter(FabricError.class);
  }
}
