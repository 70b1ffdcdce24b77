package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.util.Locale;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Reads the beginning of the body of an answer other than success, and drops the connection where
 * more of it would come: whoever only closes such a body lets OkHttp read on for a while. A success
 * that is a page for people is none: a gateway calls what it sends JSON, even where it is nothing.
 */
final class BoundedBody implements Interceptor {
  static final int MOST_READ = 64 * 1024;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (Attempt.of(chain.request()).isOthers()) {
      return response;
    }
    if (response.code() == 200 && !isPage(response)) {
      return response;
    }
    Buffer head = new Buffer();
    Attempt attempt = Attempt.of(chain.request());
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
    MediaType type = response.body().contentType();
    return response.newBuilder().body(ResponseBody.create(head.readByteString(), type)).build();
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
