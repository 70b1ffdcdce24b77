package consumer;

import io.github.servicefabric.imagestore.CallOptions;
import io.github.servicefabric.imagestore.FabricErrorException;
import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.ImageStoreUnreachableException;
import io.github.servicefabric.imagestore.OutcomeUnknownException;
import java.time.Duration;
import java.util.UUID;

/** Commits, and puts what came of it into a word of its own. */
final class Publisher {
  private Publisher() {}

  static String publish(String endpoint, UUID sessionId) {
    try (ImageStoreClient client = ImageStoreClient.create(endpoint)) {
      client.commitUploadSession(
          sessionId, CallOptions.builder().timeout(Duration.ofMinutes(5)).build());
      return "committed";
    } catch (FabricErrorException e) {
      return "refused: " + e.statusCode() + ' ' + e.code();
    } catch (ImageStoreUnreachableException e) {
      return "unreachable";
    } catch (OutcomeUnknownException e) {
      return "unknown";
    }
  }
}
