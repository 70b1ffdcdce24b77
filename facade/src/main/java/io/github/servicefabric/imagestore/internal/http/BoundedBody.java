package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.util.Locale;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Reads the beginning of the body of an answer other than success, and drops the connection where
 * more of it would come: whoever only closes such a body lets OkHttp read on for a while. A success
 * that is a page for people is none: a gateway calls what it sends JSON, even where it is nothing.
 */
final class BoundedBody {
  static final int MOST_READ = 64 * 1024;

  private BoundedBody() {}

  /** The answer as it may be read; of a request of others as it is. */
  static Response of(Response response, Attempt attempt) throws IOException {
    if (attempt.isOthers()) {
      return response;
    }
    if (response.code() == 200 && !isPage(response)) {
      ResponseBody body = response.body();
      return withBody(response, body.source(), body.contentLength());
    }
    Buffer head = new Buffer();
    try {
      if (isLongerThan(MOST_READ, response.body().source(), head)) {
        attempt.dropConnection();
      }
    } catch (IOException e) {
      // The status, which counts, is there; should the attempt be out of time, OkHttp forgets it.
      attempt.brokenAnswer(Answer.of(response, head.clone()));
    }
    response.close();
    if (response.code() == 200) {
      attempt.brokenAnswer(Answer.of(response, head));
      throw new IOException("a success with a page, which no gateway sends");
    }
    return withBody(response, head, head.size());
  }

  /** Without its type, of which nobody makes use, and which takes regular expressions to read. */
  private static Response withBody(Response response, BufferedSource source, long length) {
    return response.newBuilder().body(ResponseBody.create(source, null, length)).build();
  }

  private static boolean isPage(Response response) {
    String type = response.header("Content-Type", "").toLowerCase(Locale.ROOT);
    return type.startsWith("text/html") || type.startsWith("application/xhtml");
  }

  private static boolean isLongerThan(long most, BufferedSource source, Buffer head)
      throws IOException {
    while (head.size() < most) {
      if (source.read(head, most - head.size()) == -1) {
        return false;
      }
    }
    return true;
  }
}
