package io.github.servicefabric.imagestore;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.github.servicefabric.imagestore.generated.Json;
import io.github.servicefabric.imagestore.generated.model.FabricError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    Buffer body = head(source);
    if (body.rangeEquals(0, BYTE_ORDER_MARK)) {
      skip(body, BYTE_ORDER_MARK.size());
    }
    FabricError error = parse(body.peek());
    if (error == null || error.getError() == null) {
      String excerpt = OneLine.of(head(body, LONGEST_EXCERPT), LONGEST_EXCERPT);
      return new Answer(status, "", "", excerpt, excerpt.startsWith("<"));
    }
    String code = error.getError().getCode() == null ? "" : error.getError().getCode().value();
    String message = error.getError().getMessage() == null ? "" : error.getError().getMessage();
    return new Answer(status, cut(code, LONGEST_CODE), cut(message, LONGEST_MESSAGE), "", false);
  }

  private static Buffer head(BufferedSource source) {
    Buffer head = new Buffer();
    try {
      long read = 0;
      while (read != -1 && head.size() < MOST_READ) {
        read = source.read(head, MOST_READ - head.size());
      }
    } catch (IOException e) {
      // What came before the body broke off is all there is to know.
    }
    return head;
  }

  private static @Nullable FabricError parse(BufferedSource body) {
    try {
      return FabricErrorAdapter.INSTANCE.fromJson(body);
    } catch (IOException | JsonDataException e) {
      return null;
    }
  }

  private static String head(Buffer body, int most) {
    ByteString head = body.snapshot((int) Math.min(body.size(), most * 4L));
    return head.string(StandardCharsets.UTF_8);
  }

  private static void skip(Buffer body, long bytes) {
    try {
      body.skip(bytes);
    } catch (IOException e) {
      throw new AssertionError("a buffer skips what it has", e);
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  /** Prepared when the first error comes: a client that meets none never loads Moshi. */
  private static final class FabricErrorAdapter {
    static final JsonAdapter<FabricError> INSTANCE = Json.moshi().adapter(FabricError.class);
  }
}
