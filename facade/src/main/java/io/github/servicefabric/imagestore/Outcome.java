package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.Verdict.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the failed attempts of a call add up to. */
final class Outcome {
  private Outcome() {}

  /**
   * One open attempt leaves the call open, for only a 200 settles it: an error that comes later is
   * as likely where the earlier attempt succeeded and its session was forgotten. Without one, any
   * answer means that the cluster refused.
   */
  static ImageStoreException of(
      Commit commit, int attempts, List<AttemptFailure> failures, @Nullable Ending ending) {
    AttemptFailure open = last(failures, Work.OPEN);
    AttemptFailure refused = last(failures, Work.REFUSED);
    ImageStoreException outcome;
    AttemptFailure told;
    if (open != null) {
      told = failures.get(failures.size() - 1);
      outcome =
          new CommitOutcomeUnknownException(
              commit,
              attempts,
              told.words() + because(ending),
              next(told, open),
              told.exception(commit));
    } else if (refused != null && refused.end() instanceof AttemptEnd.Answered answered) {
      told = refused;
      outcome = FabricErrorException.settled(commit, attempts, answered.answer(), because(ending));
    } else {
      told = failures.get(failures.size() - 1);
      outcome =
          new ImageStoreUnreachableException(
              commit,
              attempts,
              told.words() + because(ending),
              told.verdict().advice(),
              told.exception(commit));
    }
    for (AttemptFailure failure : failures) {
      if (failure != told) {
        outcome.addSuppressed(failure.exception(commit));
      }
    }
    return outcome;
  }

  private static String next(AttemptFailure told, AttemptFailure open) {
    if (told.speaksOfTheSession()) {
      return Advice.LOOK;
    }
    // What is in the way now comes first; without that, what left the outcome open says what to do.
    boolean inTheWay = told.verdict().work() == Work.REFUSED && !told.verdict().again();
    return (inTheWay ? told.verdict().advice() + Advice.THEN_AGAIN : open.verdict().advice())
        + Advice.SAFE;
  }

  private static String because(@Nullable Ending ending) {
    return ending == null ? "" : "; " + ending.words();
  }

  private static @Nullable AttemptFailure last(List<AttemptFailure> failures, Work work) {
    AttemptFailure last = null;
    for (AttemptFailure failure : failures) {
      if (failure.verdict().work() == work) {
        last = failure;
      }
    }
    return last;
  }
}
