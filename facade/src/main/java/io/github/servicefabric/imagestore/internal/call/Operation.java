package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import io.github.servicefabric.imagestore.internal.http.Answer;
import io.github.servicefabric.imagestore.internal.http.Attempt;
import io.github.servicefabric.imagestore.internal.http.Gateway;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;

/**
 * One operation on one thing: all that a call needs to know of it.
 *
 * @param id the contract's operation id
 * @param deed what is done, such as "Commit", for the log
 * @param undone what a failure leaves, such as "not committed"
 * @param effect what a lost answer means
 * @param rows what answers mean to this operation alone; the common rows follow them. Asked for
 *     when something fails, so that a success loads no table
 */
public record Operation<T>(
    String id,
    String deed,
    String undone,
    Subject subject,
    Effect effect,
    Supplier<List<Verdicts.Row>> rows,
    Form<?, T> form) {

  /** What a request may have done where its answer was lost. */
  public enum Effect {
    /** Nothing, for it only asks. */
    NONE,
    /** What asking for it again does, too. */
    REPEATABLE,
    /** It may have made the file whole, and only a 200 can tell. */
    COMMIT
  }

  /**
   * What the operation is about.
   *
   * @param words such as "upload session" and its id, for messages
   */
  public record Subject(String words, @Nullable UUID sessionId, @Nullable String storePath) {
    static Subject session(UUID sessionId) {
      return new Subject("upload session " + sessionId, sessionId, null);
    }

    /** At the beginning of a message. */
    String atTheBeginning() {
      return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
  }

  /** Forms a request with the generated interface. */
  public interface Request<R> {
    Call<R> of(ImageStoreApi api, CallSettings settings);
  }

  /**
   * How a request is formed and its answer read.
   *
   * @param emptyIsAnswer whether a 204 is an answer, too, whose value is that of no body
   */
  public record Form<R, T>(
      Request<R> request, boolean emptyIsAnswer, Function<@Nullable R, T> reading) {

    AttemptEnd<T> send(Gateway gateway, Attempt attempt, CallSettings settings) throws IOException {
      Response<R> response = gateway.send(request.of(gateway.api(), settings), attempt);
      boolean done = response.code() == 200 || (emptyIsAnswer && response.code() == 204);
      return done
          ? new AttemptEnd.Done<>(reading.apply(response.body()))
          : new AttemptEnd.Answered<>(Answer.of(response));
    }
  }
}
