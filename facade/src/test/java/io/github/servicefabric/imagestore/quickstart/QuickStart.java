package io.github.servicefabric.imagestore.quickstart;

import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.time.Duration;
import java.util.UUID;

/**
 * The README's first command: commits a session of the embedded fake image store and meets an
 * error, or, with an endpoint and a session, commits that one on a real cluster.
 */
public final class QuickStart {
  private QuickStart() {}

  /**
   * Runs the quick start; the exit status is 0 where everything went as it should.
   *
   * @param arguments endpoint and session id, both empty for the embedded store
   */
  public static void main(String[] arguments) {
    String endpoint = arguments.length > 0 ? arguments[0] : "";
    String session = arguments.length > 1 ? arguments[1] : "";
    System.exit(run(endpoint, session) ? 0 : 1);
  }

  static boolean run(String endpoint, String session) {
    if (endpoint.isEmpty() != session.isEmpty()) {
      System.out.println("Give both -Dendpoint=http://host:19080 and -Dsession=<id>, or neither.");
      return false;
    }
    try {
      return endpoint.isEmpty() ? onEmbeddedStore() : commit(endpoint, session);
    } catch (IllegalArgumentException e) {
      System.out.println("Refused:   " + e.getMessage());
      return false;
    }
  }

  private static boolean onEmbeddedStore() {
    try (FakeImageStore store = FakeImageStore.start()) {
      UUID complete = store.openSession();
      System.out.println("An embedded fake image store stands in for a cluster.");
      boolean committed = commit(store.endpoint(), complete.toString());
      System.out.println("On the wire: " + store.requests().get(0).line());
      System.out.println();
      System.out.println("Now a session that the image store does not know:");
      boolean unknownCommitted = commit(store.endpoint(), UUID.randomUUID().toString());
      return committed && store.isCommitted(complete) && !unknownCommitted;
    }
  }

  private static boolean commit(String endpoint, String session) {
    System.out.println("Endpoint:  " + endpoint);
    System.out.println("Session:   " + session);
    long start = System.nanoTime();
    try (ImageStoreClient client = ImageStoreClient.create(endpoint)) {
      client.commitUploadSession(session);
      System.out.println("Answer:    200, committed after " + millisSince(start) + " ms");
      return true;
    } catch (ImageStoreException e) {
      System.out.println(
          "Answer:    " + e.getClass().getSimpleName() + " after " + millisSince(start) + " ms");
      System.out.println("           " + e.getMessage());
      return false;
    }
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
