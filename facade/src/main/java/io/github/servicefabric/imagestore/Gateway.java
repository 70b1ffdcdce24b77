package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/**
 * The gateway of a cluster, as far as a commit needs it; the only place that knows the generated
 * interface. Retrofit forms the request but does not run it, for it would read an error body of any
 * size into memory.
 */
final class Gateway {
  private static final String CLIENT_TYPE = "imagestore-java";
  private static final String USER_AGENT = "imagestore-facade/" + Version.VALUE;
  private static final RequestBody EMPTY = new EmptyOnce();
  private static final UUID NO_SESSION = new UUID(0, 0);

  private final HttpUrl endpoint;
  private final HttpStack stack;
  private final ImageStoreApi api;

  Gateway(HttpUrl endpoint, HttpStack stack) {
    this.endpoint = endpoint;
    this.stack = stack;
    this.api =
        new Retrofit.Builder()
            .baseUrl(endpoint)
            .callFactory(stack.forming())
            .build()
            .create(ImageStoreApi.class);
    // A generated interface that Retrofit cannot make a request of is told here, not at the first
    // commit; and many commits that are the first at once need not wait for the classes it takes.
    request(Commit.of(NO_SESSION, CommitOptions.defaults()));
  }

  static List<Gateway> ofEach(List<HttpUrl> endpoints, HttpStack stack) {
    List<Gateway> gateways = new ArrayList<>();
    for (HttpUrl endpoint : endpoints) {
      gateways.add(new Gateway(endpoint, stack));
    }
    return List.copyOf(gateways);
  }

  HttpUrl endpoint() {
    return endpoint;
  }

  /** Returns the call, not yet sent, with the limit of the attempt as its only one. */
  Call call(Commit commit, Attempt attempt) {
    Request request = request(commit).tag(Attempt.class, attempt).build();
    Call call = stack.http().newCall(request);
    call.timeout().timeout(attempt.limit().toNanos(), TimeUnit.NANOSECONDS);
    return call;
  }

  private Request.Builder request(Commit commit) {
    return api.commitImageStoreUploadSession(
            commit.apiVersion(),
            commit.sessionId(),
            commit.timeout().toSeconds(),
            commit.requestId())
        .request()
        .newBuilder()
        .post(EMPTY)
        .header("X-ServiceFabricClientType", CLIENT_TYPE)
        .header("User-Agent", USER_AGENT);
  }

  /**
   * No bytes, and not to be sent twice: OkHttp never replays a request whose body it may send only
   * once.
   */
  private static final class EmptyOnce extends RequestBody {
    @Override
    public @Nullable MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return 0;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      // Nothing to write.
    }
  }
}
