package io.github.servicefabric.imagestore;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.generated.Json;
import io.github.servicefabric.imagestore.generated.model.FabricError;
import io.github.servicefabric.imagestore.internal.tls.OneLine;
import java.io.IOException;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the body of an answer other than 200, whatever it is, within a bound. */
final class AnswerReader {
  static final int MOST_READ = 64 * 1024;
  static final int LONGEST_CODE = 512;
  static final int LONGEST_MESSAGE = 1024;
  static final int LONGEST_EXCERPT = 200;

  /** Of UTF-8, in bytes. */
  private static final int LONGEST_CHARACTER = 4;

  private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

  private AnswerReader() {}

  /**
   * Never throws for what was sent: a body that cannot be read or makes no sense leaves the status,
   * which counts.
   */
  static Answer read(Response response) {
    return read(response.code(), response.body().source());
  }

  static Answer read(int status, BufferedSource source) {
    ByteString body = head(source);
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
      while (read != -1 && head.size() < MOST_READ) {
        read = source.read(head, MOST_READ - head.size());
      }
    } catch (IOException e) {
      // What came before the body broke off is all there is to know.
    }
    ByteString body = head.readByteString();
    return body.startsWith(BYTE_ORDER_MARK) ? body.substring(BYTE_ORDER_MARK.size()) : body;
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

  /** Prepared when the first error comes: a client that meets none never loads Moshi. */
  private static final class FabricErrorAdapter {
    static final JsonAdapter<FabricError> INSTANCE = Json.moshi().adapter(FabricError.class);
  }
}
