package io.github.servicefabric.imagestore.internal.http;

import io.github.servicefabric.imagestore.TokenSource;
import java.io.IOException;
import java.util.Locale;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Puts the token of the moment into a request, on the thread that sends it. */
final class BearerToken implements Interceptor {
  private static final String SCHEME = "Bearer ";

  private final TokenSource source;

  BearerToken(TokenSource source) {
    this.source = source;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    String token = token(Attempt.of(chain.request()).tokenRefused());
    return chain.proceed(
        chain.request().newBuilder().header("Authorization", SCHEME + token).build());
  }

  private String token(boolean refused) throws TokenException {
    String token;
    try {
      token = source.token(refused);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new TokenException("the token source failed with " + e.getClass().getName(), true, e);
    }
    if (token == null || token.isEmpty()) {
      String what = token == null ? "null" : "an empty text";
      throw new TokenException("the token source gave " + what, true, null);
    }
    return sendable(token);
  }

  /** What is wrong with a token is told without showing any of it. */
  private static String sendable(String token) throws TokenException {
    if (token.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      throw wrong("the token starts with \"Bearer \", which the client sends before it by itself");
    }
    if (token.endsWith("\n") || token.endsWith("\r")) {
      throw wrong("the token ends with a line break, as text from a file often does: strip it");
    }
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c <= ' ' || c > '~') {
        throw wrong(
            String.format(
                Locale.ROOT,
                "the token has a character that a header cannot carry, \\u%04X, at %d of %d",
                (int) c,
                i,
                token.length()));
      }
    }
    return token;
  }

  private static TokenException wrong(String what) {
    return new TokenException(what, false, null);
  }
}
