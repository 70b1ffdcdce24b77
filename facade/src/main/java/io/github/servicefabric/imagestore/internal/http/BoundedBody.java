package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Reads the beginning of the body of an answer other than success, and drops the connection where
 * more of it would come: whoever only closes such a body lets OkHttp read on for a while.
 */
final class BoundedBody implements Interceptor {
  static final int MOST_READ = 64 * 1024;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (response.code() == 200) {
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
      attempt.brokenAnswer(Answer.read(response.code(), head.clone()));
    }
    response.close();
    MediaType type = response.body().contentType();
    return response.newBuilder().body(ResponseBody.create(head.readByteString(), type)).build();
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
