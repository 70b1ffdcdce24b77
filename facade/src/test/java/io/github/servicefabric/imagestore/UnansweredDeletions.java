package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Hears of deletions of sessions that were ended before their answer. */
final class UnansweredDeletions implements Interceptor {
  private final Queue<String> sessionIds = new ConcurrentLinkedQueue<>();

  /** A client whose requests it hears of. */
  OkHttpClient client() {
    return new OkHttpClient.Builder().addInterceptor(this).build();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (IOException e) {
      if (chain.request().url().encodedPath().endsWith("/DeleteUploadSession")) {
        sessionIds.add(chain.request().url().queryParameter("session-id"));
      }
      throw e;
    }
  }

  /** Of which sessions, each as often as it happened. */
  Queue<String> sessionIds() {
    return sessionIds;
  }
}
