package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.TestFiles.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The image store forgets all sessions, at any moment of an upload: the file is whole without an
 * error, what was not lost does not go again, and each thing that went wrong costs one question.
 */
class FailoverTest extends FaultyUpload {
  /** One before the first part, and one before the commit. */
  private static final int QUESTIONS = 2;

  private static final UploadOptions UNVERIFIED =
      UploadOptions.builder().partSize(MIB).parallelism(1).verify(false).build();

  /** What becomes of a chunk around which the store moves. */
  enum ChunkFault {
    BEFORE_IT(Fault.failOver(), 0, 1),
    AFTER_IT(Fault.none().thenFailOver(), 1, 1),
    ANSWERED_AND_LOST(Fault.notRecorded().thenFailOver(), 1, 1),
    ITS_ANSWER_LOST(Fault.lostAnswer(Work.DONE).thenFailOver(), 1, 2),
    ITSELF_LOST(Fault.lostRequest().thenFailOver(), 1, 2),
    BROKEN_OFF(Fault.brokenBody(MIB / 2).thenFailOver(), 1, 2),
    TIMED_OUT(Fault.error(504, "FABRIC_E_TIMEOUT", Work.DONE).thenFailOver(), 1, 2),
    NOT_FOUND(Fault.notFound().thenFailOver(), 1, 1);

    private final Fault fault;

    /** Beside the parts before it: whether its own bytes were sent in vain. */
    private final int lost;

    private final int incidents;

    ChunkFault(Fault fault, int lost, int incidents) {
      this.fault = fault;
      this.lost = lost;
      this.incidents = incidents;
    }
  }

  static Stream<Arguments> chunks() {
    return Stream.of(ChunkFault.values())
        .flatMap(
            fault ->
                Stream.iterate(0, chunk -> chunk < PARTS, chunk -> chunk + 1)
                    .map(chunk -> Arguments.of(fault, chunk)));
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void atAnyChunk(ChunkFault fault, int chunk) throws Exception {
    List<Fault> faults = new ArrayList<>(Collections.nCopies(chunk, Fault.none()));
    faults.add(fault.fault);
    store.on(CHUNK, faults.toArray(Fault[]::new));
    UploadResult result = client.upload(file, PATH, ONE_BY_ONE);
    isWhole(result);
    assertThat(count(StoreOperation.UPLOAD_CHUNK)).isLessThanOrEqualTo(PARTS + chunk + 1L);
    assertThat(count(StoreOperation.COMMIT_SESSION)).as("none before all is there").isEqualTo(1);
    assertThat(result.bytesSent()).isLessThanOrEqualTo((PARTS + chunk + fault.lost) * (long) MIB);
    assertThat(questions()).isLessThanOrEqualTo(QUESTIONS + fault.incidents);
  }

  /** What becomes of a commit around which the store moves. */
  enum CommitFault {
    BEFORE_IT(Fault.failOver(), false, 1),
    AFTER_IT(Fault.none().thenFailOver(), true, 0),
    DONE_AND_LOST(Fault.lostAnswer(Work.DONE).thenFailOver(), true, 1),
    LOST(Fault.lostAnswer(Work.NEVER).thenFailOver(), false, 1),
    LOST_AFTER_IT(Fault.lostAnswer(Work.DONE).afterFailOver(), false, 1),
    DONE_AND_TIMED_OUT(Fault.error(504, "FABRIC_E_TIMEOUT", Work.DONE).thenFailOver(), true, 1),
    TIMED_OUT(Fault.error(504, "FABRIC_E_TIMEOUT", Work.NEVER).thenFailOver(), false, 1),
    NOT_FOUND(Fault.notFound().thenFailOver(), false, 1),
    NOT_PRIMARY(Fault.error(503, "FABRIC_E_NOT_PRIMARY", Work.NEVER).thenFailOver(), false, 1),
    DONE_AND_REFUSED(Fault.error(400, "E_INVALIDARG", Work.NEVER).thenFailOver(), false, 1);

    private final Fault fault;
    private final boolean isDone;
    private final int incidents;

    CommitFault(Fault fault, boolean isDone, int incidents) {
      this.fault = fault;
      this.isDone = isDone;
      this.incidents = incidents;
    }
  }

  @ParameterizedTest
  @EnumSource(CommitFault.class)
  void withinTheCommit(CommitFault fault) throws Exception {
    for (boolean replaces : new boolean[] {false, true}) {
      if (replaces) {
        // Of the same size, so that only its version tells it from the new one.
        client.upload(TestFiles.write(folder.resolve("old"), PARTS * MIB, 7), PATH, ONE_BY_ONE);
      }
      TestFiles.write(file, PARTS * MIB, 1);
      long before = questions();
      store.on(COMMIT, fault.fault);
      UploadResult result = client.upload(file, PATH, replaces ? UNVERIFIED : ONE_BY_ONE);
      isWhole();
      assertThat(result.bytesSent()).isEqualTo((fault.isDone ? 1L : 2L) * PARTS * MIB);
      // Where all goes again, the commit that follows has its own.
      assertThat(questions() - before)
          .isLessThanOrEqualTo(QUESTIONS + fault.incidents + (fault.isDone ? 0 : 1));
    }
  }

  private void isWhole(UploadResult result) throws Exception {
    isWhole();
    assertThat(result.verified()).isTrue();
    assertThat(client.listUploadSessions(PATH)).isEmpty();
  }

  private long questions() {
    return count(StoreOperation.GET_SESSION);
  }
}
