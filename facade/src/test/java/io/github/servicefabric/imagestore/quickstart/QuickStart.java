package io.github.servicefabric.imagestore.quickstart;

import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.time.Duration;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The README's first command: commits a session of the embedded fake image store and meets an
 * error, or, with an endpoint and a session, commits that one on a real cluster. How to trust that
 * cluster, and who we are, comes from what {@link Security} reads.
 */
public final class QuickStart {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger LOG = Logger.getLogger("io.github.servicefabric.imagestore");

  private QuickStart() {}

  /**
   * Runs the quick start, within Maven's own process. Where something went wrong it ends that
   * process with status 1, since any other end of it is a stack trace after the answer.
   *
   * @param arguments none; endpoint and session id are system properties, neither for the embedded
   *     store
   */
  public static void main(String[] arguments) {
    LOG.setLevel(Level.OFF);
    if (!run(System.getProperty("endpoint", ""), System.getProperty("session", ""))) {
      System.out.flush();
      System.exit(1);
    }
  }

  static boolean run(String endpoint, String session) {
    if (endpoint.isEmpty() != session.isEmpty()) {
      System.out.println("Give both -Dendpoint=http://host:19080 and -Dsession=<id>, or neither.");
      return false;
    }
    try {
      if (endpoint.isEmpty()) {
        return onEmbeddedStore();
      }
      ImageStoreClient.Builder builder =
          ImageStoreClient.builder().endpoints(endpoint.strip().split("\\s*,\\s*"));
      new Security(System::getProperty, System::getenv).applyTo(builder);
      return commit(builder, endpoint, session);
    } catch (IllegalArgumentException e) {
      System.out.println("Refused:   " + e.getMessage());
      return false;
    }
  }

  private static boolean onEmbeddedStore() {
    try (FakeImageStore store = FakeImageStore.start()) {
      UUID complete = store.openSession();
      System.out.println("An embedded fake image store stands in for a cluster.");
      boolean committed = commit(store, complete);
      System.out.println("On the wire: " + store.requests().get(0).line());
      System.out.println();
      System.out.println("Now a session that the image store does not know:");
      boolean unknownCommitted = commit(store, UUID.randomUUID());
      return committed && store.isCommitted(complete) && !unknownCommitted;
    }
  }

  private static boolean commit(FakeImageStore store, UUID session) {
    ImageStoreClient.Builder builder = ImageStoreClient.builder().endpoint(store.endpoint());
    return commit(builder, store.endpoint(), session.toString());
  }

  private static boolean commit(ImageStoreClient.Builder builder, String endpoint, String session) {
    System.out.println("Endpoint:  " + endpoint);
    System.out.println("Session:   " + session);
    long start = System.nanoTime();
    try (ImageStoreClient client = builder.build()) {
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
