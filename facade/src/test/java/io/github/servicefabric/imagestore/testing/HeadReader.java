package io.github.servicefabric.imagestore.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Reads request line and headers, as far as Windows' HTTP layer takes them. */
final class HeadReader {
  private static final int LONGEST = 16_384;
  private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]+ \\S+ HTTP/1\\.[01]");

  private final InputStream in;
  private final BooleanSupplier windows;

  HeadReader(InputStream in, BooleanSupplier windows) {
    this.in = in;
    this.windows = windows;
  }

  /** Thrown where the HTTP layer cannot make sense of what it reads. */
  static final class BadRequestException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Null where the client closed the connection instead. */
  @Nullable GatewayRequest read() throws IOException {
    String line = line(true);
    if (line == null) {
      return null;
    }
    if (!REQUEST_LINE.matcher(line).matches()) {
      throw new BadRequestException();
    }
    Headers.Builder headers = new Headers.Builder();
    int length = 0;
    for (String header = line(false); !header.isEmpty(); header = line(false)) {
      length += header.length();
      int colon = header.indexOf(':');
      if (colon <= 0 || length > LONGEST) {
        throw new BadRequestException();
      }
      headers.addUnsafeNonAscii(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return GatewayRequest.of(line, headers.build(), windows.getAsBoolean());
  }

  private String line(boolean first) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 && first && line.size() == 0) {
        return null;
      }
      if (next < 0) {
        throw new EOFException("the request broke off");
      }
      line.write(next);
      if (line.size() > LONGEST) {
        throw new BadRequestException();
      }
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
