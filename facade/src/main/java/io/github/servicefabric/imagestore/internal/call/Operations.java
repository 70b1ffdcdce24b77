package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.internal.call.Operation.Effect;
import io.github.servicefabric.imagestore.internal.call.Operation.Form;
import io.github.servicefabric.imagestore.internal.call.Operation.Subject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The image store's operations, each as the contract has it. */
public final class Operations {
  private Operations() {}

  /** Commit Image Store Upload Session. */
  public static Operation<@Nullable Void> commitUploadSession(UUID sessionId) {
    return new Operation<>(
        "commitImageStoreUploadSession",
        "Commit",
        "not committed",
        Subject.session(sessionId),
        Effect.COMMIT,
        () -> Verdicts.COMMIT,
        new Form<Void, @Nullable Void>(
            (api, call) ->
                api.commitImageStoreUploadSession(
                    call.apiVersion(), sessionId, call.timeout().toSeconds(), call.requestId()),
            false,
            nothing -> null));
  }
}
