package io.github.servicefabric.imagestore.quickstart;

import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The README's first command: commits a session of the embedded fake image store, meets an error,
 * and uploads a package. With an endpoint it goes to a real cluster instead, and commits the
 * session or uploads the file or folder that it is given. How to trust that cluster, and who we
 * are, comes from what {@link Security} reads.
 */
public final class QuickStart {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger LOG = Logger.getLogger("io.github.servicefabric.imagestore");

  private QuickStart() {}

  /**
   * Runs the quick start, within Maven's own process. Where something went wrong it ends that
   * process with status 1, since any other end of it is a stack trace after the answer.
   *
   * @param arguments none; system properties say what to do where, none of them for the embedded
   *     store
   */
  public static void main(String[] arguments) {
    LOG.setLevel(Level.OFF);
    if (!run(System::getProperty)) {
      System.out.flush();
      System.exit(1);
    }
  }

  static boolean run(UnaryOperator<String> properties) {
    String endpoint = given(properties, "endpoint").strip();
    String session = given(properties, "session");
    String file = given(properties, "file");
    String to = given(properties, "to");
    boolean uploads = !file.isEmpty() && !to.isEmpty();
    boolean half = file.isEmpty() != to.isEmpty();
    boolean nothing = session.isEmpty() && !uploads;
    if (half || uploads && !session.isEmpty() || endpoint.isEmpty() != nothing) {
      System.out.println(
          "Give -Dendpoint=http://host:19080 with -Dsession=<id>, or with -Dfile=<file or folder>"
              + " -Dto=<path in the image store>, or nothing at all.");
      return false;
    }
    try {
      if (nothing) {
        return onEmbeddedStore();
      }
      ImageStoreClient.Builder builder =
          ImageStoreClient.builder().endpoints(endpoint.split("\\s*,\\s*"));
      new Security(properties, System::getenv).applyTo(builder);
      return uploads
          ? upload(builder, endpoint, Path.of(file), to)
          : commit(builder, endpoint, session);
    } catch (IllegalArgumentException e) {
      System.out.println("Refused:   " + e.getMessage());
      return false;
    } catch (IOException e) {
      System.out.println("Not done:  " + e);
      return false;
    }
  }

  private static String given(UnaryOperator<String> properties, String name) {
    String value = properties.apply(name);
    return value == null ? "" : value;
  }

  private static boolean upload(
      ImageStoreClient.Builder builder, String endpoint, Path file, String to) {
    System.out.println("Endpoint:  " + endpoint);
    System.out.println("From:      " + file + (Files.isDirectory(file) ? ", a package" : ""));
    System.out.println("To:        " + to);
    try (ImageStoreClient client = builder.build()) {
      return new Uploading(client).upload(file, to);
    }
  }

  private static boolean onEmbeddedStore() throws IOException {
    try (FakeImageStore store = FakeImageStore.start()) {
      UUID complete = store.openSession();
      System.out.println("An embedded fake image store stands in for a cluster.");
      boolean committed = commit(store, complete);
      System.out.println("On the wire: " + store.requests().get(0).line());
      System.out.println();
      System.out.println("Now a session that the image store does not know:");
      boolean unknownCommitted = commit(store, UUID.randomUUID());
      System.out.println();
      return Uploading.onEmbeddedStore(store)
          && committed
          && store.isCommitted(complete)
          && !unknownCommitted;
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
