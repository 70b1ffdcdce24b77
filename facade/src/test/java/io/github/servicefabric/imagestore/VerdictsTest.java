package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.servicefabric.imagestore.Verdict.Work;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Protocol;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {
  @TempDir Path folder;

  /** One line for each row of the table: the words are of its reason. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | FABRIC_E_INVALID_UPLOAD_SESSION_ID | REFUSED | false | no such session",
        "400 | E_INVALIDARG                       | REFUSED | false | a chunk is missing",
        "401 | ''                                 | REFUSED | false | turned away at the door",
        "403 | E_ACCESSDENIED                     | REFUSED | false | turned away at the door",
        "403 | ''                                 | REFUSED | false | turned away at the door",
        "404 | FABRIC_E_SERVICE_DOES_NOT_EXIST    | REFUSED | false | no image store",
        "404 | NotFound                           | REFUSED | false | the session is not remembered",
        "404 | FABRIC_E_FILE_NOT_FOUND            | REFUSED | false | something needed is not there",
        "408 | ''                                 | REFUSED | true  | the request never was whole",
        "409 | FABRIC_E_UPLOAD_SESSION_ID_CONFLICT| REFUSED | false | the session is another upload",
        "429 | ''                                 | REFUSED | true  | throttled before any work",
        "500 | OperationsPending                  | OPEN    | true  | the other commit may finish",
        "500 | E_FAIL                             | REFUSED | false | the operation ended in an error",
        "500 | ''                                 | REFUSED | false | the operation ended in an error",
        "502 | FABRIC_E_GATEWAY_NOT_REACHABLE     | OPEN    | true  | the cluster was lost",
        "503 | FABRIC_E_SERVICE_TOO_BUSY          | REFUSED | true  | throttled before any work",
        "503 | FABRIC_E_NOT_READY                 | OPEN    | true  | behind the gateway",
        "503 | ''                                 | OPEN    | true  | behind the gateway",
        "504 | FABRIC_E_TIMEOUT                   | OPEN    | true  | out of time",
        "201 | ''                                 | REFUSED | false | as 200 alone",
        "299 | ''                                 | REFUSED | false | as 200 alone",
        "300 | ''                                 | REFUSED | false | a redirect",
        "399 | ''                                 | REFUSED | false | a redirect",
        "402 | ''                                 | REFUSED | false | the request itself was refused",
        "413 | FABRIC_E_VALUE_TOO_LARGE           | REFUSED | false | the request itself was refused",
        "499 | ''                                 | REFUSED | false | the request itself was refused",
        "501 | ''                                 | OPEN    | false | a proxy that lost the answer",
        "599 | ''                                 | OPEN    | false | a proxy that lost the answer",
        "199 | ''                                 | OPEN    | false | no status that HTTP has",
        "600 | ''                                 | OPEN    | false | no status that HTTP has",
        "0   | ''                                 | OPEN    | false | no status that HTTP has"
      })
  void anAnswerIsJudgedAsItsRowSays(
      int status, String code, Work work, boolean again, String reason) {
    Verdict verdict = Verdicts.of(new Answer(status, code, "", "", false));
    assertThat(verdict.work()).isEqualTo(work);
    assertThat(verdict.again()).isEqualTo(again);
    assertThat(verdict.reason()).contains(reason);
    assertThat(verdict.advice()).isNotBlank().endsWith(".");
  }

  @Test
  void a503PageComesFromBeforeTheGatewayAndOneOf502DoesNot() {
    Verdict page = Verdicts.of(new Answer(503, "", "", "<html>", true));
    assertThat(page.work()).isEqualTo(Work.REFUSED);
    assertThat(page.again()).isTrue();
    assertThat(page.reason()).contains("the gateway never saw it");
    assertThat(Verdicts.of(new Answer(502, "", "", "<html>", true)).work()).isEqualTo(Work.OPEN);
    assertThat(Verdicts.of(new Answer(504, "", "", "<html>", true)).work()).isEqualTo(Work.OPEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notfound", "NOTFOUND", " NotFound", "operationspending", "*", "<html>"})
  void codesAreComparedAsTheyAre(String code) {
    assertThat(Verdicts.of(new Answer(404, code, "", "", false)).reason()).contains("not there");
    assertThat(Verdicts.of(new Answer(500, code, "", "", false)).work()).isEqualTo(Work.REFUSED);
    assertThat(Verdicts.of(new Answer(503, code, "", "", false)).work()).isEqualTo(Work.OPEN);
  }

  @Test
  void everyRowIsReachable() throws ReflectiveOperationException {
    var field = Verdicts.class.getDeclaredField("ROWS");
    field.setAccessible(true);
    Set<Verdict> written = new HashSet<>();
    Set<String> codes = new HashSet<>(List.of(""));
    for (Object row : (List<?>) field.get(null)) {
      written.add((Verdict) part(row, "verdict"));
      codes.add((String) part(row, "code"));
    }
    Set<Verdict> reached = new HashSet<>();
    for (int status = 100; status < 600; status++) {
      for (String code : codes) {
        reached.add(Verdicts.of(new Answer(status, code, "", "", false)));
      }
      reached.add(Verdicts.of(new Answer(status, "", "", "<html>", true)));
    }
    assertThat(reached).containsAll(written);
    assertThat(written).hasSizeGreaterThan(15);
  }

  private static Object part(Object row, String name) throws ReflectiveOperationException {
    var accessor = row.getClass().getDeclaredMethod(name);
    accessor.setAccessible(true);
    return accessor.invoke(row);
  }

  @Test
  void aFailureBeforeThereIsAConnectionReachedNothingAndMayPass() {
    for (Exception failure : connectionFailures()) {
      Verdict verdict = Verdicts.of(failure, false, false);
      assertThat(verdict.work()).as("%s", failure).isEqualTo(Work.UNREACHED);
      assertThat(verdict.again()).isTrue();
    }
  }

  @Test
  void aFailureOnAConnectionLeavesItOpenAndMayPass() {
    for (Exception failure : connectionFailures()) {
      Verdict verdict = Verdicts.of(failure, true, false);
      assertThat(verdict.work()).as("%s", failure).isEqualTo(Work.OPEN);
      assertThat(verdict.again()).isTrue();
    }
  }

  @Test
  void aTlsFailureReachedNothingAndDoesNotPass() {
    Exception untrusted = new SSLHandshakeException("no trust");
    untrusted.initCause(new CertificateException("another issuer"));
    for (Exception failure : List.of(untrusted, new SSLPeerUnverifiedException("name"))) {
      Verdict verdict = Verdicts.of(failure, false, false);
      assertThat(verdict.work()).isEqualTo(Work.UNREACHED);
      assertThat(verdict.again()).isFalse();
      assertThat(verdict.advice()).contains("certificate");
    }
  }

  @Test
  void anyFailureOfTlsBeforeTheRequestIsOneOfTheHandshakeAndAnyLaterOneLosesTheAnswer() {
    Exception failure = new SSLException("Unsupported or unrecognized SSL message");
    assertThat(Verdicts.of(failure, false, false).work()).isEqualTo(Work.UNREACHED);
    assertThat(Verdicts.of(failure, false, false).again()).isFalse();
    assertThat(Verdicts.of(failure, true, false).work()).isEqualTo(Work.OPEN);
    assertThat(Verdicts.of(failure, true, false).again()).isTrue();
  }

  @Test
  void aConnectionThatBreaksInTheHandshakeIsNoTlsFailure() {
    for (Throwable cause : List.of(new EOFException("eof"), new SocketException("reset"))) {
      Exception failure = new SSLHandshakeException("Remote host terminated the handshake");
      failure.initCause(cause);
      assertThat(Verdicts.of(failure, false, false).work()).isEqualTo(Work.UNREACHED);
      assertThat(Verdicts.of(failure, false, false).again()).isTrue();
    }
  }

  @Test
  void aStreamThatTheServerRefusedReachedNothingAndAnyOtherResetLeavesItOpen() {
    for (ErrorCode code : ErrorCode.values()) {
      Verdict verdict = Verdicts.of(new StreamResetException(code), true, false);
      assertThat(verdict.work())
          .as("%s", code)
          .isEqualTo(code == ErrorCode.REFUSED_STREAM ? Work.UNREACHED : Work.OPEN);
      assertThat(verdict.again()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aStreamThatTheServerRefusedIsTriedAgainAndNotReportedAsOpen(Style style) {
    MockResponse refusal =
        new MockResponse.Builder()
            .onRequestStart(new SocketEffect.CloseStream(ErrorCode.REFUSED_STREAM.getHttpCode()))
            .build();
    ServerTrust trust =
        ServerTrust.certificateAuthorities(Certificates.pem(folder, Certificates.AUTHORITY));
    try (SecureGateway gateway = SecureGateway.trusted().speaking(Protocol.HTTP_2)) {
      ImageStoreClientBuilder builder =
          ImageStoreClient.builder()
              .endpoint(gateway.endpoint())
              .serverTrust(trust)
              .timing(new TestTiming())
              .attemptListener(event -> gateway.awaitAnswerTaken());
      try (ImageStoreClient client = builder.build()) {
        gateway.answers(refusal);
        style.commit(client, UUID.randomUUID());
        assertThat(gateway.requests()).hasSize(2);
      }
      try (ImageStoreClient once = builder.retryPolicy(RetryPolicy.none()).build()) {
        gateway.answers(refusal);
        assertThatExceptionOfType(ImageStoreUnreachableException.class)
            .isThrownBy(() -> style.commit(once, UUID.randomUUID()))
            .withMessageContaining("REFUSED_STREAM");
      }
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
