package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The body of one attempt. OkHttp never replays a request whose body it may send only once; and the
 * attempt hears of what goes out, for its limits begin when the body is out.
 */
final class SentOnce extends RequestBody {
  private final RequestBody body;
  private final Attempt attempt;

  SentOnce(RequestBody body, Attempt attempt) {
    this.body = body;
    this.attempt = attempt;
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() throws IOException {
    return body.contentLength();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    attempt.bodyBegins(body.contentLength());
    try {
      if (body instanceof RangeBody range) {
        range.writeTo(sink, attempt::took);
      } else {
        body.writeTo(sink);
      }
      sink.flush();
    } finally {
      attempt.bodyIsOut();
    }
  }
}
