package io.github.servicefabric.imagestore.internal.call;

import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.NONE;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.OTHER_ENDPOINT;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.SAME_ENDPOINT;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Work.OPEN;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Work.REFUSED;

import io.github.servicefabric.imagestore.generated.model.FabricErrorCodes;
import io.github.servicefabric.imagestore.internal.call.Verdict.Next;
import io.github.servicefabric.imagestore.internal.call.Verdict.Work;
import io.github.servicefabric.imagestore.internal.http.Answer;
import java.util.List;

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
          row(404, FabricErrorCodes.NOT_FOUND, REFUSED, NONE, Advice.SESSION_WENT),
          row(409, FABRIC, REFUSED, NONE, Advice.OTHER_UPLOAD));

  /** What answers mean to whatever goes by a session's id without changing a file. */
  static final List<Row> SESSION_QUERY =
      List.of(row(400, FABRIC, REFUSED, NONE, Advice.NO_SESSIONS));

  /** What answers mean to a chunk. */
  static final List<Row> CHUNK =
      List.of(
          row(
              400,
              FabricErrorCodes.FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE,
              REFUSED,
              NONE,
              Advice.RANGE),
          row(400, FABRIC, REFUSED, NONE, Advice.OTHER_SIZE),
          row(404, FabricErrorCodes.NOT_FOUND, REFUSED, SAME_ENDPOINT, Advice.CALL_AGAIN),
          row(
              404,
              FabricErrorCodes.FABRIC_E_FILE_NOT_FOUND,
              REFUSED,
              SAME_ENDPOINT,
              Advice.CALL_AGAIN),
          row(409, FABRIC, REFUSED, NONE, Advice.OTHER_PATH),
          row(413, ANY, REFUSED, NONE, Advice.TOO_LARGE));

  /** What answers mean to whatever goes by a store path. */
  static final List<Row> CONTENT =
      List.of(
          row(
              400,
              FabricErrorCodes.FABRIC_E_IMAGEBUILDER_RESERVED_DIRECTORY_ERROR,
              REFUSED,
              NONE,
              Advice.RESERVED),
          row(
              404,
              FabricErrorCodes.FABRIC_E_IMAGEBUILDER_RESERVED_DIRECTORY_ERROR,
              REFUSED,
              NONE,
              Advice.RESERVED),
          row(400, FABRIC, REFUSED, NONE, Advice.CHECK_STORE_PATH));

  /** What answers mean to a copy. */
  static final List<Row> COPY =
      List.of(
          row(404, FabricErrorCodes.FABRIC_E_FILE_NOT_FOUND, REFUSED, NONE, Advice.NO_SOURCE),
          row(400, FABRIC, REFUSED, NONE, Advice.CHECK_STORE_PATH));

  /**
   * What answers mean to any operation. The first row that matches counts. Beside each that is no
   * plain word of the gateway's stands who else could say it while the work goes on: where somebody
   * could, the row is open.
   */
  static final List<Row> COMMON =
      List.of(
          // Whoever puts requests into a queue, or answers before its gateway does. A 200 comes
          // here
          // as a page alone: of whoever answers every path with one, or gives one for a failure.
          rows(200, 299, OPEN, OTHER_ENDPOINT, Advice.ODD_STATUS),
          // Nobody: log-in pages and gateways that moved redirect instead of passing anything on.
          // (A
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
          // Nobody: a limit of requests, or one of early data, is looked at before one is passed
          // on.
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

  private static Row row(int status, FabricErrorCodes code, Work work, Next next, String advice) {
    return new Row(status, status, code.value(), new Verdict(work, next, advice));
  }

  private static Row row(int status, String code, Work work, Next next, String advice) {
    return new Row(status, status, code, new Verdict(work, next, advice));
  }

  private static Row rows(int from, int to, Work work, Next next, String advice) {
    return rows(from, to, ANY, work, next, advice);
  }

  private static Row rows(int from, int to, String code, Work work, Next next, String advice) {
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
