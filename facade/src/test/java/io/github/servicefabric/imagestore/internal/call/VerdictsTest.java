package io.github.servicefabric.imagestore.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.internal.call.Verdict.Work;
import io.github.servicefabric.imagestore.internal.http.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {
  /** One line for each row of the table. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | FABRIC_E_INVALID_UPLOAD_SESSION_ID  | REFUSED | false",
        "400 | E_INVALIDARG                        | REFUSED | false",
        "400 | ''                                  | REFUSED | false",
        "401 | ''                                  | REFUSED | false",
        "403 | E_ACCESSDENIED                      | REFUSED | false",
        "403 | ''                                  | REFUSED | false",
        "404 | FABRIC_E_SERVICE_DOES_NOT_EXIST     | REFUSED | false",
        "404 | NotFound                            | REFUSED | false",
        "404 | FABRIC_E_FILE_NOT_FOUND             | REFUSED | false",
        "407 | ''                                  | REFUSED | false",
        "408 | ''                                  | OPEN    | true",
        "409 | FABRIC_E_UPLOAD_SESSION_ID_CONFLICT | REFUSED | false",
        "425 | ''                                  | REFUSED | true",
        "429 | ''                                  | REFUSED | true",
        "460 | ''                                  | OPEN    | true",
        "499 | ''                                  | OPEN    | true",
        "500 | OperationsPending                   | OPEN    | true",
        "500 | E_FAIL                              | REFUSED | false",
        "500 | ''                                  | OPEN    | true",
        "502 | FABRIC_E_GATEWAY_NOT_REACHABLE      | OPEN    | true",
        "503 | FABRIC_E_SERVICE_TOO_BUSY           | REFUSED | true",
        "503 | FABRIC_E_NOT_READY                  | OPEN    | true",
        "503 | ''                                  | OPEN    | true",
        "504 | FABRIC_E_TIMEOUT                    | OPEN    | true",
        "200 | ''                                  | OPEN    | true",
        "201 | ''                                  | OPEN    | true",
        "299 | ''                                  | OPEN    | true",
        "300 | ''                                  | REFUSED | false",
        "301 | ''                                  | REFUSED | false",
        "302 | ''                                  | REFUSED | false",
        "303 | ''                                  | REFUSED | false",
        "307 | ''                                  | REFUSED | false",
        "399 | ''                                  | REFUSED | false",
        "402 | ''                                  | REFUSED | false",
        "413 | FABRIC_E_VALUE_TOO_LARGE            | REFUSED | false",
        "413 | ''                                  | REFUSED | false",
        "431 | ''                                  | REFUSED | false",
        "501 | ''                                  | OPEN    | true",
        "524 | ''                                  | OPEN    | true",
        "599 | ''                                  | OPEN    | true",
        "199 | ''                                  | OPEN    | false",
        "600 | ''                                  | OPEN    | false",
        "0   | ''                                  | OPEN    | false"
      })
  void anAnswerIsJudgedAsItsRowSays(int status, String code, Work work, boolean again) {
    Verdict verdict = Verdicts.of(Verdicts.COMMIT, new Answer(status, code, "", "", false));
    assertThat(verdict.work()).isEqualTo(work);
    assertThat(verdict.again()).isEqualTo(again);
    assertThat(verdict.advice()).isNotBlank().endsWith(".");
  }

  /** Page, status, and what it means: that of Windows' HTTP layer was sent before any work. */
  @ParameterizedTest
  @CsvSource({
    "true, 400, REFUSED, false",
    "true, 408, REFUSED, true",
    "true, 411, REFUSED, false",
    "true, 413, REFUSED, false",
    "true, 500, REFUSED, false",
    "true, 501, REFUSED, false",
    "true, 502, OPEN, true",
    "true, 503, REFUSED, true",
    "true, 504, OPEN, true",
    "false, 200, OPEN, true",
    "false, 400, REFUSED, false",
    "false, 403, REFUSED, false",
    "false, 404, REFUSED, false",
    "false, 408, OPEN, true",
    "false, 500, OPEN, true",
    "false, 502, OPEN, true",
    "false, 503, OPEN, true",
    "false, 504, OPEN, true"
  })
  void aPageIsJudgedByWhoSentIt(boolean httpLayer, int status, Work work, boolean again) {
    Answer page = new Answer(status, "", "", "<html>", httpLayer);
    Verdict verdict = Verdicts.of(Verdicts.COMMIT, page);
    assertThat(verdict.work()).isEqualTo(work);
    assertThat(verdict.again()).isEqualTo(again);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notfound",
        "NOTFOUND",
        " NotFound",
        "operationspending",
        "*",
        "<html>",
        "http.sys"
      })
  void codesAreComparedAsTheyAre(String code) {
    assertThat(Verdicts.of(Verdicts.COMMIT, new Answer(404, code, "", "", false)).advice())
        .isEqualTo(Advice.CHECK_PATH);
    assertThat(Verdicts.of(Verdicts.COMMIT, new Answer(500, code, "", "", false)).work())
        .as("another code")
        .isEqualTo(Work.REFUSED);
    assertThat(Verdicts.of(Verdicts.COMMIT, new Answer(503, code, "", "", false)).work())
        .isEqualTo(Work.OPEN);
  }

  @Test
  void everyRowIsReachable() {
    Set<Verdict> written = new HashSet<>();
    Set<String> codes = new HashSet<>(List.of(""));
    for (List<Verdicts.Row> table : List.of(Verdicts.COMMIT, Verdicts.COMMON)) {
      for (Verdicts.Row row : table) {
        written.add(row.verdict());
        codes.add(row.code());
      }
    }
    Set<Verdict> reached = new HashSet<>();
    for (int status = 100; status < 600; status++) {
      for (String code : codes) {
        reached.add(Verdicts.of(Verdicts.COMMIT, new Answer(status, code, "", "", false)));
      }
      reached.add(Verdicts.of(Verdicts.COMMIT, new Answer(status, "", "", "<html>", true)));
      reached.add(Verdicts.of(Verdicts.COMMIT, new Answer(status, "", "", "<html>", false)));
      reached.add(
          Verdicts.of(
              Verdicts.COMMIT, new Answer(status, "", "", "", "", false, "Negotiate, NTLM")));
    }
    assertThat(reached).containsAll(written);
    assertThat(written).hasSizeGreaterThan(15);
  }

  @Test
  void aFailureBeforeThereIsAConnectionReachedNothingAndMayPass() {
    for (Exception failure : connectionFailures()) {
      Verdict verdict = FailureVerdicts.of(failure, false, false);
      assertThat(verdict.work()).as("%s", failure).isEqualTo(Work.UNREACHED);
      assertThat(verdict.again()).isTrue();
    }
  }

  @Test
  void aFailureOnAConnectionLeavesItOpenAndMayPass() {
    for (Exception failure : connectionFailures()) {
      Verdict verdict = FailureVerdicts.of(failure, true, false);
      assertThat(verdict.work()).as("%s", failure).isEqualTo(Work.OPEN);
      assertThat(verdict.again()).isTrue();
    }
  }

  @Test
  void aTlsFailureReachedNothingAndDoesNotPass() {
    Exception untrusted = new SSLHandshakeException("no trust");
    untrusted.initCause(new CertificateException("another issuer"));
    for (Exception failure : List.of(untrusted, new SSLPeerUnverifiedException("name"))) {
      Verdict verdict = FailureVerdicts.of(failure, false, false);
      assertThat(verdict.work()).isEqualTo(Work.UNREACHED);
      assertThat(verdict.again()).isFalse();
      assertThat(verdict.advice()).contains("certificate");
    }
  }

  @Test
  void anyFailureOfTlsBeforeTheRequestIsOneOfTheHandshakeAndAnyLaterOneLosesTheAnswer() {
    Exception failure = new SSLException("Unsupported or unrecognized SSL message");
    assertThat(FailureVerdicts.of(failure, false, false).work()).isEqualTo(Work.UNREACHED);
    assertThat(FailureVerdicts.of(failure, false, false).again()).isFalse();
    assertThat(FailureVerdicts.of(failure, true, false).work()).isEqualTo(Work.OPEN);
    assertThat(FailureVerdicts.of(failure, true, false).again()).isTrue();
  }

  @Test
  void aConnectionThatBreaksInTheHandshakeIsNoTlsFailure() {
    for (Throwable cause : List.of(new EOFException("eof"), new SocketException("reset"))) {
      Exception failure = new SSLHandshakeException("Remote host terminated the handshake");
      failure.initCause(cause);
      assertThat(FailureVerdicts.of(failure, false, false).work()).isEqualTo(Work.UNREACHED);
      assertThat(FailureVerdicts.of(failure, false, false).again()).isTrue();
    }
  }

  private static List<Exception> connectionFailures() {
    return new ArrayList<>(
        List.of(
            new ConnectException("refused"),
            new UnknownHostException("nowhere"),
            new NoRouteToHostException("no route"),
            new SocketTimeoutException("connect"),
            new InterruptedIOException("timeout"),
            new SocketException("Connection reset"),
            new EOFException("eof"),
            new IOException("unexpected end of stream"),
            new IllegalStateException("no bug of ours settles anything")));
  }
}
