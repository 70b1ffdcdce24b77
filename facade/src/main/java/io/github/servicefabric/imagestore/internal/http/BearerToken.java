package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Puts the token of the moment into a request, on the thread that sends it. */
final class BearerToken implements Interceptor {
  private final Supplier<String> supplier;

  BearerToken(Supplier<String> supplier) {
    this.supplier = supplier;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    return chain.proceed(
        chain.request().newBuilder().header("Authorization", "Bearer " + token()).build());
  }

  private String token() throws TokenException {
    String token;
    try {
      token = supplier.get();
    } catch (Exception e) {
      throw new TokenException("the token supplier failed with " + e.getClass().getName(), e);
    }
    if (token == null || token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new TokenException(
          "the token supplier gave null, nothing, or characters that a header cannot carry", null);
    }
    return token;
  }
}
