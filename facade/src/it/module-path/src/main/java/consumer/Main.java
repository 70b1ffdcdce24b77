package consumer;

import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreClient;

/** Commits the session of its second argument on the cluster of the first. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    try (ImageStoreClient client = ImageStoreClient.create(arguments[0])) {
      client.commitUploadSession(arguments[1]);
      System.out.println("committed, from " + Main.class.getModule());
    } catch (FabricErrorException e) {
      System.out.println("refused: " + e.code());
    }
  }
}
