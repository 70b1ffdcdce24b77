package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one attempt, for metrics.
 *
 * @param endpoint where it went, such as {@code http://localhost:19080/}
 * @param sessionId the upload session to be committed
 * @param requestId the id that all attempts of the call carry
 * @param number which attempt of its call it was, from 1
 * @param statusCode the HTTP status of the answer, 0 where none came
 * @param code the Fabric error code as sent, empty where the answer had none
 * @param failure what kept an answer from coming, null where one came
 * @param duration from the start of the attempt to its end
 */
public record AttemptEvent(
    String endpoint,
    UUID sessionId,
    String requestId,
    int number,
    int statusCode,
    String code,
    @Nullable Exception failure,
    Duration duration) {

  static AttemptEvent of(Commit commit, Attempt attempt, AttemptEnd end, Duration duration) {
    int status = 200;
    String code = "";
    Exception failure = null;
    if (end instanceof AttemptEnd.Answered answered) {
      status = answered.answer().status();
      code = answered.answer().code();
    } else if (end instanceof AttemptEnd.Failed failed) {
      status = 0;
      failure = failed.failure();
    }
    return new AttemptEvent(
        attempt.endpoint().toString(),
        commit.sessionId(),
        commit.requestId(),
        attempt.number(),
        status,
        code,
        failure,
        duration);
  }
}
