package io.github.servicefabric.imagestore.internal.http;

import io.github.servicefabric.imagestore.generated.Json;
import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.moshi.MoshiConverterFactory;

/**
 * The HTTP gateway at one endpoint. Retrofit forms the requests and reads the answers; here each
 * gets the marks of its attempt, and a body that OkHttp never sends twice.
 */
public final class Gateway {
  private static final String CLIENT_TYPE = "imagestore-java";
  private static final String USER_AGENT = "imagestore-facade/" + version();

  private final HttpUrl endpoint;
  private final HttpStack stack;
  private final ImageStoreApi api;

  /** Retrofit makes its OkHttp call on the thread that sends it, out of the request alone. */
  private final ThreadLocal<Attempt> sending = new ThreadLocal<>();

  public Gateway(HttpUrl endpoint, HttpStack stack) {
    this.endpoint = endpoint;
    this.stack = stack;
    this.api =
        new Retrofit.Builder()
            .baseUrl(endpoint)
            .callFactory(this::call)
            .addConverterFactory(new LateMoshi())
            .build()
            .create(ImageStoreApi.class);
  }

  public HttpUrl endpoint() {
    return endpoint;
  }

  /** The generated interface, whose calls are for {@link #send}. */
  public ImageStoreApi api() {
    return api;
  }

  /** Sends a call as one attempt, and waits for its answer. */
  public <T> Response<T> send(retrofit2.Call<T> call, Attempt attempt) throws IOException {
    sending.set(attempt);
    try {
      return call.execute();
    } finally {
      sending.remove();
      attempt.over();
    }
  }

  private Call call(Request formed) {
    Attempt attempt = Objects.requireNonNull(sending.get(), "a call is sent through its gateway");
    Request request =
        formed
            .newBuilder()
            .method(formed.method(), once(formed.body(), attempt))
            .header("X-ServiceFabricClientType", CLIENT_TYPE)
            .header("User-Agent", USER_AGENT)
            .tag(Attempt.class, attempt)
            .build();
    Call call = stack.http().newCall(request);
    call.timeout().timeout(attempt.wholeLimit().toNanos(), TimeUnit.NANOSECONDS);
    attempt.begun(call);
    return call;
  }

  private static @Nullable RequestBody once(@Nullable RequestBody body, Attempt attempt) {
    return body == null ? null : new SentOnce(body, attempt);
  }

  private static String version() {
    try (InputStream text = Gateway.class.getResourceAsStream("version.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the library's own version cannot be read", e);
    }
  }

  /** Loads Moshi when the first answer with a body is to be read: a mere commit never has one. */
  private static final class LateMoshi extends Converter.Factory {
    @Override
    public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
        Type type, java.lang.annotation.Annotation[] annotations, Retrofit retrofit) {
      return type == Void.class
          ? null
          : Moshi.FACTORY.responseBodyConverter(type, annotations, retrofit);
    }

    @Override
    public @Nullable Converter<?, okhttp3.RequestBody> requestBodyConverter(
        Type type,
        java.lang.annotation.Annotation[] parameterAnnotations,
        java.lang.annotation.Annotation[] methodAnnotations,
        Retrofit retrofit) {
      return type == RequestBody.class
          ? null
          : Moshi.FACTORY.requestBodyConverter(
              type, parameterAnnotations, methodAnnotations, retrofit);
    }
  }

  private static final class Moshi {
    static final MoshiConverterFactory FACTORY = MoshiConverterFactory.create(Json.moshi());
  }
}
