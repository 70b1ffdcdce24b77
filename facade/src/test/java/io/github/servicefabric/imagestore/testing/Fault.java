package io.github.servicefabric.imagestore.testing;

import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with one request: what becomes of the work, and what the client gets
 * instead of the plain answer.
 */
public final class Fault {
  /** When the commit that was asked for is carried out, if it can be. */
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

  private final Work work;
  private final @Nullable MockResponse reply;
  private final boolean failOver;
  private final boolean hang;

  private Fault(Work work, @Nullable MockResponse reply, boolean failOver, boolean hang) {
    this.work = work;
    this.reply = reply;
    this.failOver = failOver;
    this.hang = hang;
  }

  /** The gateway answers with an error, whatever becomes of the work. */
  public static Fault error(int status, String code, Work work) {
    return reply(Replies.error(status, code, "An injected fault."), work);
  }

  /** The HTTP layer turns the request away with a page of its own, before the gateway sees it. */
  public static Fault page(int status) {
    return reply(Replies.page(status), Work.NEVER);
  }

  /** The connection breaks instead of an answer. */
  public static Fault lostAnswer(Work work) {
    return reply(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build(), work);
  }

  /** No answer comes for as long as the client waits. */
  public static Fault noAnswer(Work work) {
    return new Fault(work, null, false, true);
  }

  /**
   * The image store moves to another replica, which knows no sessions, before the request is
   * carried out.
   */
  public static Fault failOver() {
    return new Fault(Work.DONE, null, true, false);
  }

  /** Any other answer. */
  public static Fault reply(MockResponse reply, Work work) {
    return new Fault(work, reply, false, false);
  }

  /** No fault, for a place between others. */
  public static Fault none() {
    return new Fault(Work.DONE, null, false, false);
  }

  Work work() {
    return work;
  }

  /** Null where the plain answer is given. */
  @Nullable MockResponse reply() {
    return reply;
  }

  boolean failsOver() {
    return failOver;
  }

  boolean hangs() {
    return hang;
  }
}
