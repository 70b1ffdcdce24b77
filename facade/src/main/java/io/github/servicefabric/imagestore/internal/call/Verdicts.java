package io.github.servicefabric.imagestore.internal.call;

import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.NONE;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.OTHER_ENDPOINT;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.SAME_ENDPOINT;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Work.OPEN;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Work.REFUSED;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Work.UNREACHED;

import io.github.servicefabric.imagestore.generated.model.FabricErrorCodes;
import io.github.servicefabric.imagestore.internal.call.Verdict.Next;
import io.github.servicefabric.imagestore.internal.call.Verdict.Work;
import io.github.servicefabric.imagestore.internal.http.Answer;
import io.github.servicefabric.imagestore.internal.http.TokenException;
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
 * It follows what a live gateway does; where that does not decide, a row says {@link Work#OPEN}.
 */
public final class Verdicts {
  private static final String ANY = "*";


  /** Any code of Fabric's own. */
  private static final String FABRIC = "Fabric";

  /** No code, but a page of the HTTP layer below the gateway. */
  private static final String HTTP_LAYER = "http.sys";

  /** No code, but a page of whomever. */
  private static final String PAGE = "<html>";

  /** A challenge that no token answers. */
  private static final String OTHER_LOGIN = "Negotiate";

  /** What answers mean to a commit alone. */
  static final List<Row> COMMIT =
      List.of(
          row(
              400,
              FabricErrorCodes.FABRIC_E_INVALID_UPLOAD_SESSION_ID,
              REFUSED,
              NONE,
              Advice.SEND_AGAIN),
          row(400, FABRIC, REFUSED, NONE, Advice.SEND_MISSING),
          row(404, FabricErrorCodes.NOT_FOUND, REFUSED, NONE, Advice.SESSION_GONE),
          row(409, FABRIC, REFUSED, NONE, Advice.OTHER_UPLOAD));

  /**
   * What answers mean to any operation. The first row that matches counts. Beside each that is no
   * plain word of the gateway's stands who else could say it while the work goes on: where somebody
   * could, the row is open.
   */
  static final List<Row> COMMON =
      List.of(
          // Whoever puts requests into a queue, or answers before its gateway does. A 200 comes here
          // as a page alone: of whoever answers every path with one, or gives one for a failure.
          rows(200, 299, OPEN, OTHER_ENDPOINT, Advice.ODD_STATUS),
          // Nobody: log-in pages and gateways that moved redirect instead of passing anything on. (A
          // balancer of web sites may be told to send people to a page of excuse. That is the one
          // known case that is left out, for the first two are what everybody meets.)
          rows(300, 399, REFUSED, NONE, Advice.OWN_ADDRESS),
          // Nobody: who wants to know who calls asks before passing anything on. The same for 403
          // and 407.
          row(401, OTHER_LOGIN, REFUSED, NONE, Advice.OTHER_LOGIN),
          row(401, ANY, REFUSED, NONE, Advice.TOKEN),
          row(403, FabricErrorCodes.E_ACCESSDENIED, REFUSED, NONE, Advice.RIGHTS),
          row(403, PAGE, REFUSED, NONE, Advice.FORBIDDEN),
          row(403, ANY, REFUSED, NONE, Advice.CLIENT_CERTIFICATE),
          row(407, ANY, REFUSED, NONE, Advice.PROXY_LOGIN),
          row(
              404,
              FabricErrorCodes.FABRIC_E_SERVICE_DOES_NOT_EXIST,
              REFUSED,
              NONE,
              Advice.NO_STORE),
          // Nobody: a server without the path has passed nothing on.
          row(404, ANY, REFUSED, NONE, Advice.CHECK_PATH),
          // Proxies say so about the gateway, too, not only about a request that is slow to come.
          row(408, HTTP_LAYER, REFUSED, SAME_ENDPOINT, Advice.CALL_AGAIN),
          row(408, ANY, OPEN, SAME_ENDPOINT, Advice.LONGER),
          // Nobody: a limit of requests, or one of early data, is looked at before one is passed on.
          row(425, ANY, REFUSED, SAME_ENDPOINT, Advice.CALL_AGAIN),
          row(429, ANY, REFUSED, SAME_ENDPOINT, Advice.PAUSE),
          // Proxies note so that their client went away; the next proxy passes it on.
          row(460, ANY, OPEN, SAME_ENDPOINT, Advice.ODD_STATUS),
          row(499, ANY, OPEN, SAME_ENDPOINT, Advice.ODD_STATUS),
          // Nobody: whatever else is wrong with a request is seen before it is passed on.
          rows(400, 499, REFUSED, NONE, Advice.NOT_A_GATEWAY),
          // Any proxy or cache, when its gateway takes too long or breaks off.
          row(502, ANY, OPEN, OTHER_ENDPOINT, Advice.WAIT),
          row(504, ANY, OPEN, SAME_ENDPOINT, Advice.LONGER),
          row(500, FabricErrorCodes.OPERATIONS_PENDING, OPEN, SAME_ENDPOINT, Advice.WAIT_FOR_OTHER),
          row(500, FABRIC, REFUSED, NONE, Advice.LOOK_AT_TRACES),
          row(
              503,
              FabricErrorCodes.FABRIC_E_SERVICE_TOO_BUSY,
              REFUSED,
              OTHER_ENDPOINT,
              Advice.PAUSE),
          // Nobody: Windows says so by itself only of what it does not pass on.
          row(503, HTTP_LAYER, REFUSED, OTHER_ENDPOINT, Advice.WAIT),
          rows(500, 599, HTTP_LAYER, REFUSED, NONE, Advice.NOT_A_GATEWAY),
          // Any proxy or cache: it has statuses and pages of its own for a gateway that it gave up.
          row(503, ANY, OPEN, OTHER_ENDPOINT, Advice.WAIT),
          rows(500, 599, OPEN, OTHER_ENDPOINT, Advice.ODD_STATUS));

  private static final Verdict NO_STATUS = new Verdict(OPEN, NONE, Advice.ODD_STATUS);

  private static final Verdict NOT_CONNECTED =
      new Verdict(UNREACHED, OTHER_ENDPOINT, Advice.CHECK_ENDPOINT);

  /** A request follows the handshake only. */
  private static final Verdict SERVER_NOT_TRUSTED =
      new Verdict(UNREACHED, NONE, Advice.SERVER_CERTIFICATE);

  /** A request is read after the handshake only. */
  private static final Verdict CLIENT_NOT_TRUSTED =
      new Verdict(UNREACHED, NONE, Advice.CLIENT_CERTIFICATE);

  private static final Verdict NO_COMMON_TLS = new Verdict(UNREACHED, NONE, Advice.TLS);

  private static final Verdict BROKEN_OFF =
      new Verdict(UNREACHED, OTHER_ENDPOINT, Advice.CLIENT_CERTIFICATE);

  private static final Verdict NO_TOKEN = new Verdict(UNREACHED, SAME_ENDPOINT, Advice.NO_TOKEN);

  private static final Verdict ANSWER_LOST = new Verdict(OPEN, SAME_ENDPOINT, Advice.COMMIT_AGAIN);

  private static final Verdict LOST_AFTER_ASKING =
      new Verdict(OPEN, SAME_ENDPOINT, Advice.CLIENT_CERTIFICATE + " " + Advice.COMMIT_AGAIN);

  private Verdicts() {}

  /**
   * Judges an answer.
   *
   * @param own the rows of the operation, which come before those of all
   */
  static Verdict of(List<Row> own, Answer answer) {
    for (List<Row> table : List.of(own, COMMON)) {
      for (Row row : table) {
        if (row.matches(answer)) {
          return row.verdict;
        }
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
    if (failure instanceof TokenException) {
      return NO_TOKEN;
    }
    SSLHandshakeException alert = TlsAlert.in(failure);
    if (alert != null && (asked || TlsAlert.isAboutCertificate(alert))) {
      // With TLS 1.3 the request may be out by then, but no server looks at it.
      return CLIENT_NOT_TRUSTED;
    }
    if (sent) {
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

  /** A connection that breaks during the handshake is reported as a failed handshake, too. */
  private static boolean isBroken(Exception failure) {
    Throwable cause = failure.getCause();
    return cause instanceof EOFException || cause instanceof SocketException;
  }

  private static Row row(int status, FabricErrorCodes code, Work work, Next next, String advice) {
    return new Row(status, status, code.value(), new Verdict(work, next, advice));
  }

  private static Row row(int status, String code, Work work, Next next, String advice) {
    return new Row(status, status, code, new Verdict(work, next, advice));
  }

  private static Row rows(int from, int to, Work work, Next next, String advice) {
    return rows(from, to, ANY, work, next, advice);
  }

  private static Row rows(
      int from, int to, String code, Work work, Next next, String advice) {
    return new Row(from, to, code, new Verdict(work, next, advice));
  }

  /** Which answers a verdict is about. */
  public record Row(int from, int to, String code, Verdict verdict) {
    boolean matches(Answer answer) {
      if (answer.status() < from || answer.status() > to) {
        return false;
      }
      return switch (code) {
        case ANY -> true;
        case FABRIC -> !answer.code().isEmpty();
        case HTTP_LAYER -> answer.httpLayer();
        case PAGE -> answer.excerpt().startsWith("<");
        case OTHER_LOGIN -> answer.wantsOtherLogin();
        default -> code.equals(answer.code());
      };
    }
  }
}
