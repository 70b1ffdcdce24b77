package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.Verdict.Work;
import java.io.EOFException;
import java.net.SocketException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The one table that says which end of an attempt settles what, and which is worth another attempt.
 * It follows what a live gateway does; where that does not decide, a row says {@link Work#OPEN}.
 */
final class Verdicts {
  private static final boolean AGAIN = true;
  private static final boolean FINAL = false;

  private static final String ANY = "*";
  private static final String PAGE = "<html>";

  private static final String SEND_AGAIN =
      "Send all chunks again under a new session, then commit that.";
  private static final String COMMIT_AGAIN =
      "Wait until the cluster is well again, then commit the same session.";
  private static final String NOT_A_GATEWAY =
      "Check the endpoint, and what stands between client and gateway.";

  /** The first row that matches counts. */
  private static final List<Row> ROWS =
      List.of(
          row(
              400,
              "FABRIC_E_INVALID_UPLOAD_SESSION_ID",
              Work.REFUSED,
              FINAL,
              "the gateway knows no such session",
              SEND_AGAIN),
          row(
              400,
              ANY,
              Work.REFUSED,
              FINAL,
              "a chunk is missing or a parameter was refused",
              "Send the missing chunks and commit again, or send all of them under a new session. If every commit"
                  + " ends like this, the cluster may run on Linux, which has no such operation."),
          row(
              401,
              ANY,
              Work.REFUSED,
              FINAL,
              "turned away at the door",
              "Give the client a token that this cluster accepts."),
          row(
              403,
              "E_ACCESSDENIED",
              Work.REFUSED,
              FINAL,
              "turned away at the door",
              "Use credentials that may change the image store of this cluster."),
          row(
              403,
              ANY,
              Work.REFUSED,
              FINAL,
              "turned away at the door",
              "Check the client certificate: there is none, or not one that this cluster accepts."),
          row(
              404,
              "FABRIC_E_SERVICE_DOES_NOT_EXIST",
              Work.REFUSED,
              FINAL,
              "there is no image store service",
              "This cluster keeps packages in a folder, as development clusters do: copy the package there instead."),
          row(
              404,
              "NotFound",
              Work.REFUSED,
              FINAL,
              "the image store does not know the session",
              "The session is unknown, or it expired 30 minutes after its last chunk, or it was lost when the image"
                  + " store moved to another node. "
                  + SEND_AGAIN),
          row(
              404,
              ANY,
              Work.REFUSED,
              FINAL,
              "something that the commit needs is not there",
              "Check the endpoint and its path. If they are right: " + SEND_AGAIN),
          row(
              408,
              ANY,
              Work.REFUSED,
              AGAIN,
              "the server did not wait for the whole request",
              "Commit the same session again."),
          row(409, ANY, Work.REFUSED, FINAL, "the session contradicts another upload", SEND_AGAIN),
          row(
              429,
              ANY,
              Work.REFUSED,
              AGAIN,
              "throttled before any work",
              "Commit the same session again after a pause."),
          row(
              500,
              "OperationsPending",
              Work.OPEN,
              AGAIN,
              "another commit of this path runs and may still finish",
              "Another commit for the same path is running: wait for it, then commit the same session again."),
          row(
              500,
              ANY,
              Work.REFUSED,
              FINAL,
              "the operation itself ended with an error",
              "Look for the request id in the cluster's traces. Once the cause is mended, commit the same session"
                  + " again if it is not older than 30 minutes."),
          row(
              502,
              ANY,
              Work.OPEN,
              AGAIN,
              "the gateway lost the cluster, perhaps with the work under way",
              COMMIT_AGAIN),
          row(
              503,
              "FABRIC_E_SERVICE_TOO_BUSY",
              Work.REFUSED,
              AGAIN,
              "throttled before any work",
              "The image store is busy: commit the same session again after a pause."),
          row(
              503,
              PAGE,
              Work.REFUSED,
              AGAIN,
              "the HTTP layer turned it away before the gateway",
              COMMIT_AGAIN),
          row(
              503,
              ANY,
              Work.OPEN,
              AGAIN,
              "it comes from behind the gateway, where the work may go on",
              COMMIT_AGAIN),
          row(
              504,
              ANY,
              Work.OPEN,
              AGAIN,
              "the operation outlived its time and may still finish",
              "Commit the same session again, with a longer timeout if the file is large."),
          rows(
              200,
              299,
              Work.REFUSED,
              FINAL,
              "a gateway reports success as 200 and nothing else",
              NOT_A_GATEWAY),
          rows(
              300,
              399,
              Work.REFUSED,
              FINAL,
              "a redirect stands in place of the work",
              "Redirects are not followed: set the endpoint to the gateway's own address."),
          rows(400, 499, Work.REFUSED, FINAL, "the request itself was refused", NOT_A_GATEWAY),
          rows(
              500,
              599,
              Work.OPEN,
              FINAL,
              "no gateway says this; a proxy that lost the answer might",
              NOT_A_GATEWAY));

  private static final Verdict NO_STATUS =
      new Verdict(Work.OPEN, FINAL, "this is no status that HTTP has", NOT_A_GATEWAY);

  private static final Verdict TLS_FAILED =
      new Verdict(
          Work.UNREACHED,
          FINAL,
          "no request is read before the handshake is done",
          "Check the server's certificate and what this client trusts, and the client's own certificate.");

  private static final Verdict NOT_CONNECTED =
      new Verdict(
          Work.UNREACHED,
          AGAIN,
          "there was no connection to send a request on",
          "Check the endpoint, and that its gateway runs and can be reached from here.");

  private static final Verdict ANSWER_LOST =
      new Verdict(
          Work.OPEN,
          AGAIN,
          "the request may have arrived, its answer did not",
          "Commit the same session again.");

  private Verdicts() {}

  static Verdict of(Answer answer) {
    for (Row row : ROWS) {
      if (row.matches(answer)) {
        return row.verdict;
      }
    }
    return NO_STATUS;
  }

  /**
   * Judges an attempt that ended without an answer.
   *
   * @param sent whether a connection was there and the request may have gone out on it
   */
  static Verdict of(Exception failure, boolean sent) {
    if (isTlsFailure(failure, sent)) {
      return TLS_FAILED;
    }
    return sent ? ANSWER_LOST : NOT_CONNECTED;
  }

  private static boolean isTlsFailure(Exception failure, boolean sent) {
    // A connection that breaks during the handshake is reported as a failed handshake, too.
    boolean broken =
        failure.getCause() instanceof EOFException || failure.getCause() instanceof SocketException;
    // Until something is sent, there is nothing but the handshake that TLS can fail at: a server
    // that speaks no TLS, say.
    boolean handshake = failure instanceof SSLHandshakeException || !sent;
    return failure instanceof SSLPeerUnverifiedException
        || (failure instanceof SSLException && handshake && !broken);
  }

  private static Row row(
      int status, String code, Work work, boolean again, String reason, String advice) {
    return new Row(status, status, code, new Verdict(work, again, reason, advice));
  }

  private static Row rows(
      int from, int to, Work work, boolean again, String reason, String advice) {
    return new Row(from, to, ANY, new Verdict(work, again, reason, advice));
  }

  private record Row(int from, int to, String code, Verdict verdict) {
    boolean matches(Answer answer) {
      if (answer.status() < from || answer.status() > to) {
        return false;
      }
      return code.equals(ANY) || (code.equals(PAGE) ? answer.page() : code.equals(answer.code()));
    }
  }
}
