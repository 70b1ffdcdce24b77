package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import io.github.servicefabric.imagestore.internal.http.Answer;
import io.github.servicefabric.imagestore.internal.http.Attempt;
import io.github.servicefabric.imagestore.internal.http.Gateway;
import io.github.servicefabric.imagestore.internal.http.StorePath;
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
 * @param hasBody whether its request has a body, which the server reads before its time begins
 * @param rows what answers mean to this operation alone; the common rows follow them. Asked for
 *     when something fails, so that a success loads no table
 * @param look where the session tells what an answer, or the loss of one, leaves open
 */
public record Operation<T>(
    String id,
    String deed,
    String undone,
    Subject subject,
    Effect effect,
    boolean hasBody,
    Supplier<List<Verdicts.Row>> rows,
    Form<?, T> form,
    @Nullable SessionLook look) {

  /** The value of success without an answer of its own. */
  T nothing() {
    return form.read(null);
  }

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
   * @param parts such as "upload session " and its id, for messages: joined when one is made
   */
  public record Subject(List<Object> parts, @Nullable UUID sessionId, @Nullable String storePath) {
    static Subject session(UUID sessionId) {
      return new Subject(List.of("upload session ", sessionId), sessionId, null);
    }

    static Subject path(StorePath path) {
      return new Subject(List.of("store path ", path), null, path.value());
    }

    String words() {
      StringBuilder words = new StringBuilder();
      for (Object part : parts) {
        words.append(part);
      }
      return words.toString();
    }
  }

  /** Forms a request with the generated interface. */
  public interface Request<R> {
    Call<R> of(ImageStoreApi api, CallSettings settings);
  }

  /**
   * How a request is formed and its answer read.
   *
   * @param reading makes the value of the body of a 200; null if there is never a value. A first
   *     commit loads no class for what it does not read
   * @param other makes a success of another status, and gives null for a status that is a failure;
   *     is itself null if 200 alone is a success
   */
  public record Form<R, T>(
      Request<R> request,
      @Nullable Function<@Nullable R, T> reading,
      @Nullable Function<Answer, AttemptEnd.@Nullable Done<T>> other) {

    /** The same request with another value of its answer. */
    <U> Form<R, U> then(Function<T, U> next) {
      return new Form<>(
          request,
          body -> next.apply(read(body)),
          answer -> {
            AttemptEnd.Done<T> done = success(answer);
            return done == null
                ? null
                : new AttemptEnd.Done<>(done.status(), next.apply(done.value()));
          });
    }

    private T read(@Nullable R body) {
      return reading == null ? null : reading.apply(body);
    }

    private AttemptEnd.@Nullable Done<T> success(Answer answer) {
      return other == null ? null : other.apply(answer);
    }

    AttemptEnd<T> send(Gateway gateway, Attempt attempt, CallSettings settings) throws IOException {
      Response<R> response = gateway.send(request.of(gateway.api(), settings), attempt);
      if (response.code() == 200) {
        return new AttemptEnd.Done<>(200, read(response.body()));
      }
      Answer answer = Answer.of(response);
      AttemptEnd.Done<T> done = success(answer);
      return done == null ? new AttemptEnd.Answered<>(answer) : done;
    }
  }
}
