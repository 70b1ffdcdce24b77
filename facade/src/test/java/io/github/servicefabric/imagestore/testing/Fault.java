package io.github.servicefabric.imagestore.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with one request: what becomes of the work, and what the client gets
 * instead of the plain answer. Immutable.
 *
 * <p>Those of the runtime's own chaos switch ({@code EnableChaosDuringFileUpload}) are {@link
 * #notRecorded}, {@link #notFound}, {@link #lostRequest} and {@link #delayed}.
 */
public final class Fault {
  /** When what was asked for is carried out, if it can be. */
  public enum Work {
    /** Never. */
    NEVER,
    /** Before the answer. */
    DONE,
    /**
     * After the answer: when the next request comes, or at {@link FakeImageStore#finishLateWork()}.
     */
    LATE
  }

  /** What becomes of the rest of a body after an early answer. */
  public enum Rest {
    /** It is read and dropped, and the connection stays. */
    READ,
    /** It is not read; the connection stays open for as long as the store. */
    LEFT,
    /** The connection is closed at once, whatever is still to be read. */
    CLOSED,
    /** The connection is reset at once. */
    RESET
  }

  enum Ending {
    ANSWER,
    BROKEN,
    SILENCE
  }

  private static final long WHOLE = Long.MAX_VALUE;
  private static final Fault NONE =
      new Fault(Work.DONE, null, Ending.ANSWER, WHOLE, null, false, false, Duration.ZERO);

  private final Work work;
  private final @Nullable Reply reply;
  private final Ending ending;
  private final long bodyBytes;
  private final @Nullable Rest early;
  private final boolean failsOverBefore;
  private final boolean failsOverAfter;
  private final Duration delay;

  private Fault(
      Work work,
      @Nullable Reply reply,
      Ending ending,
      long bodyBytes,
      @Nullable Rest early,
      boolean failsOverBefore,
      boolean failsOverAfter,
      Duration delay) {
    this.work = work;
    this.reply = reply;
    this.ending = ending;
    this.bodyBytes = bodyBytes;
    this.early = early;
    this.failsOverBefore = failsOverBefore;
    this.failsOverAfter = failsOverAfter;
    this.delay = delay;
  }

  private static Fault of(Work work, @Nullable Reply reply, Ending ending, long bodyBytes) {
    return new Fault(work, reply, ending, bodyBytes, null, false, false, Duration.ZERO);
  }

  /** No fault, for a place between others. */
  public static Fault none() {
    return NONE;
  }

  /** The gateway answers with an error, whatever becomes of the work. */
  public static Fault error(int status, String code, Work work) {
    return reply(Replies.error(status, code, "An injected fault."), work);
  }

  /** The HTTP layer turns the request away with a page of its own, before the gateway sees it. */
  public static Fault page(int status) {
    return reply(Replies.page(status), Work.NEVER);
  }

  /** Any other answer. */
  public static Fault reply(Reply reply, Work work) {
    return of(work, reply, Ending.ANSWER, WHOLE);
  }

  /** Answered 200 and never carried out: a chunk that is said to be there and is not. */
  public static Fault notRecorded() {
    return reply(Replies.ok(), Work.NEVER);
  }

  /** 404 {@code NotFound}, as if the store had moved just now; the sessions are still there. */
  public static Fault notFound() {
    return reply(Replies.notFound(), Work.NEVER);
  }

  /** The connection breaks instead of an answer. */
  public static Fault lostAnswer(Work work) {
    return of(work, null, Ending.BROKEN, WHOLE);
  }

  /** No answer comes for as long as the client waits. */
  public static Fault noAnswer(Work work) {
    return of(work, null, Ending.SILENCE, WHOLE);
  }

  /** The connection breaks before anything of the body is read. */
  public static Fault lostRequest() {
    return brokenBody(0);
  }

  /** The connection breaks once so many bytes of the body are read. */
  public static Fault brokenBody(long bytes) {
    return of(Work.NEVER, null, Ending.BROKEN, bytes);
  }

  /** Nothing more is read, and no answer comes, once so many bytes of the body are read. */
  public static Fault stall(long bytes) {
    return of(Work.NEVER, null, Ending.SILENCE, bytes);
  }

  /** An answer that comes before the body is read. */
  public static Fault earlyAnswer(Reply reply, Rest rest) {
    return earlyAnswer(reply, rest, 0);
  }

  /** An answer that comes once so many bytes of the body are read. */
  public static Fault earlyAnswer(Reply reply, Rest rest, long bytes) {
    return new Fault(Work.NEVER, reply, Ending.ANSWER, bytes, rest, false, false, Duration.ZERO);
  }

  /**
   * The image store moves to another replica, which knows no sessions, before the request is
   * carried out.
   */
  public static Fault failOver() {
    return none().afterFailOver();
  }

  /** The same, after a move of the image store to a replica that knows no sessions. */
  public Fault afterFailOver() {
    return new Fault(work, reply, ending, bodyBytes, early, true, failsOverAfter, delay);
  }

  /** The same, and then the image store moves, before the answer goes out. */
  public Fault thenFailOver() {
    return new Fault(work, reply, ending, bodyBytes, early, failsOverBefore, true, delay);
  }

  /** The same, with a pause before the answer, in real time. */
  public Fault delayed(Duration pause) {
    return new Fault(work, reply, ending, bodyBytes, early, failsOverBefore, failsOverAfter, pause);
  }

  Work work() {
    return work;
  }

  /** Null where the plain answer is given. */
  @Nullable Reply reply() {
    return reply;
  }

  Ending ending() {
    return ending;
  }

  /** How much of the body is read at most; more than there can be where all of it is. */
  long bodyBytes() {
    return bodyBytes;
  }

  /** Null where the answer is not early. */
  @Nullable Rest early() {
    return early;
  }

  boolean failsOverBefore() {
    return failsOverBefore;
  }

  boolean failsOverAfter() {
    return failsOverAfter;
  }

  Duration delay() {
    return delay;
  }
}
