package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.Verdict.Next.NONE;
import static io.github.servicefabric.imagestore.Verdict.Next.OTHER_ENDPOINT;
import static io.github.servicefabric.imagestore.Verdict.Next.SAME_ENDPOINT;
import static io.github.servicefabric.imagestore.Verdict.Work.OPEN;
import static io.github.servicefabric.imagestore.Verdict.Work.REFUSED;
import static io.github.servicefabric.imagestore.Verdict.Work.UNREACHED;

import io.github.servicefabric.imagestore.internal.tls.TlsAlert;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The one table that says which end of an attempt settles what, and which is worth another attempt.
 * It follows what a live gateway does; where that does not decide, a row says {@link
 * Verdict.Work#OPEN}.
 */
final class Verdicts {
  private static final String ANY = "*";
  private static final String PAGE = "<html>";

  /** The first row that matches counts. */
  private static final List<Row> ROWS =
      List.of(
          row(
              400,
              "FABRIC_E_INVALID_UPLOAD_SESSION_ID",
              REFUSED,
              NONE,
              "no such session",
              Advice.SEND_AGAIN),
          row(
              400,
              ANY,
              REFUSED,
              NONE,
              "a chunk is missing, or a parameter is wrong",
              Advice.SEND_MISSING),
          row(401, ANY, REFUSED, NONE, "turned away at the door", Advice.TOKEN),
          row(403, "E_ACCESSDENIED", REFUSED, NONE, "turned away at the door", Advice.RIGHTS),
          row(403, ANY, REFUSED, NONE, "turned away at the door", Advice.CLIENT_CERTIFICATE),
          row(
              404,
              "FABRIC_E_SERVICE_DOES_NOT_EXIST",
              REFUSED,
              NONE,
              "no image store",
              Advice.NO_STORE),
          row(404, "NotFound", REFUSED, NONE, "the session is not remembered", Advice.SESSION_GONE),
          row(404, ANY, REFUSED, NONE, "something needed is not there", Advice.CHECK_PATH),
          row(408, ANY, REFUSED, SAME_ENDPOINT, "the request never was whole", Advice.COMMIT_AGAIN),
          row(409, ANY, REFUSED, NONE, "the session is another upload's", Advice.OTHER_UPLOAD),
          row(429, ANY, REFUSED, SAME_ENDPOINT, "throttled before any work", Advice.PAUSE),
          row(
              500,
              "OperationsPending",
              OPEN,
              SAME_ENDPOINT,
              "the other commit may finish",
              Advice.WAIT_FOR_OTHER),
          row(500, ANY, REFUSED, NONE, "the operation ended in an error", Advice.LOOK_AT_TRACES),
          row(502, ANY, OPEN, OTHER_ENDPOINT, "the cluster was lost, perhaps at work", Advice.WAIT),
          row(
              503,
              "FABRIC_E_SERVICE_TOO_BUSY",
              REFUSED,
              OTHER_ENDPOINT,
              "throttled before any work",
              Advice.PAUSE),
          row(503, PAGE, REFUSED, OTHER_ENDPOINT, "the gateway never saw it", Advice.WAIT),
          row(503, ANY, OPEN, OTHER_ENDPOINT, "behind the gateway, work may go on", Advice.WAIT),
          row(504, ANY, OPEN, SAME_ENDPOINT, "out of time, it may still finish", Advice.LONGER),
          rows(
              200,
              299,
              REFUSED,
              NONE,
              "a gateway reports success as 200 alone",
              Advice.NOT_A_GATEWAY),
          rows(300, 399, REFUSED, NONE, "a redirect in place of the work", Advice.OWN_ADDRESS),
          rows(400, 499, REFUSED, NONE, "the request itself was refused", Advice.NOT_A_GATEWAY),
          rows(
              500,
              599,
              OPEN,
              NONE,
              "a proxy that lost the answer may say this",
              Advice.ODD_STATUS));

  private static final Verdict NO_STATUS =
      new Verdict(OPEN, NONE, "no status that HTTP has", Advice.ODD_STATUS);

  private static final Verdict NOT_CONNECTED =
      new Verdict(UNREACHED, OTHER_ENDPOINT, "no connection to send on", Advice.CHECK_ENDPOINT);

  private static final Verdict SERVER_NOT_TRUSTED =
      new Verdict(
          UNREACHED, NONE, "a request follows the handshake only", Advice.SERVER_CERTIFICATE);

  private static final Verdict CLIENT_NOT_TRUSTED =
      new Verdict(
          UNREACHED, NONE, "a request is read after the handshake only", Advice.CLIENT_CERTIFICATE);

  private static final Verdict NO_COMMON_TLS =
      new Verdict(UNREACHED, NONE, "a request follows the handshake only", Advice.TLS);

  private static final Verdict BROKEN_OFF =
      new Verdict(
          UNREACHED,
          OTHER_ENDPOINT,
          "broken off once a certificate was asked for",
          Advice.CLIENT_CERTIFICATE);

  private static final Verdict NO_TOKEN =
      new Verdict(UNREACHED, SAME_ENDPOINT, "no token to send with", Advice.NO_TOKEN);

  private static final Verdict WRONG_TOKEN =
      new Verdict(UNREACHED, NONE, "no token to send with", Advice.WRONG_TOKEN);

  private static final Verdict ANSWER_LOST =
      new Verdict(OPEN, SAME_ENDPOINT, "the request may have arrived", Advice.COMMIT_AGAIN);

  private static final Verdict LOST_AFTER_ASKING =
      new Verdict(
          OPEN,
          SAME_ENDPOINT,
          "the request may have arrived",
          Advice.CLIENT_CERTIFICATE + " " + Advice.COMMIT_AGAIN);

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
   * @param asked whether the server asked for a client certificate
   */
  static Verdict of(Exception failure, boolean sent, boolean asked) {
    if (failure instanceof TokenException token) {
      return token.passing ? NO_TOKEN : WRONG_TOKEN;
    }
    boolean out = sent && !isUnprocessed(failure);
    SSLHandshakeException alert = TlsAlert.in(failure);
    if (alert != null && (asked || TlsAlert.isAboutCertificate(alert))) {
      // With TLS 1.3 the request may be out by then, but no server looks at it.
      return CLIENT_NOT_TRUSTED;
    }
    if (out) {
      return asked ? LOST_AFTER_ASKING : ANSWER_LOST;
    }
    if (isAboutServer(failure)) {
      return SERVER_NOT_TRUSTED;
    }
    boolean refused =
        alert != null || (failure instanceof SSLHandshakeException && !isBroken(failure));
    if (asked && !refused) {
      return BROKEN_OFF;
    }
    // Any other failure of TLS is one of the handshake, too: a server that speaks none, say.
    boolean foreign = failure instanceof SSLException && !isBroken(failure);
    return refused || foreign ? NO_COMMON_TLS : NOT_CONNECTED;
  }

  /**
   * Returns the failure that another attempt would meet again: OkHttp tries every address of a host
   * and throws what it met at the first, with the others suppressed.
   */
  static Exception decisive(Exception failure) {
    for (Throwable other : failure.getSuppressed()) {
      if (isAboutServer(other)) {
        return (Exception) other;
      }
    }
    return failure;
  }

  private static boolean isAboutServer(Throwable failure) {
    return failure instanceof SSLPeerUnverifiedException
        || (failure instanceof SSLException && failure.getCause() instanceof CertificateException);
  }

  /**
   * OkHttp says so before the first byte, where an HTTP/2 connection died since it was picked, and
   * HTTP/2 servers where they refuse a stream. The classes go by their names, for they are OkHttp's
   * own and no module may see them.
   */
  private static boolean isUnprocessed(Exception failure) {
    String type = failure.getClass().getSimpleName();
    return type.equals("ConnectionShutdownException")
        || (type.equals("StreamResetException")
            && String.valueOf(failure.getMessage()).endsWith("REFUSED_STREAM"));
  }

  /** A connection that breaks during the handshake is reported as a failed handshake, too. */
  private static boolean isBroken(Exception failure) {
    Throwable cause = failure.getCause();
    return cause instanceof EOFException || cause instanceof SocketException;
  }

  private static Row row(
      int status, String code, Verdict.Work work, Verdict.Next next, String reason, String advice) {
    return new Row(status, status, code, new Verdict(work, next, reason, advice));
  }

  private static Row rows(
      int from, int to, Verdict.Work work, Verdict.Next next, String reason, String advice) {
    return new Row(from, to, ANY, new Verdict(work, next, reason, advice));
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
