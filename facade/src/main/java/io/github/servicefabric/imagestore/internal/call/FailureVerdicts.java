package io.github.servicefabric.imagestore.internal.call;

import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.NONE;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.OTHER_ENDPOINT;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Next.SAME_ENDPOINT;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Work.OPEN;
import static io.github.servicefabric.imagestore.internal.call.Verdict.Work.UNREACHED;

import io.github.servicefabric.imagestore.internal.http.SourceException;
import io.github.servicefabric.imagestore.internal.http.TokenException;
import io.github.servicefabric.imagestore.internal.tls.TlsAlert;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says what an attempt without an answer can have done, and whether another may do better. */
final class FailureVerdicts {
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

  /** Half of a body is nothing that the store takes for the whole. */
  private static final Verdict NO_SOURCE = new Verdict(UNREACHED, NONE, Advice.SOURCE);

  private static final Verdict WRONG_TOKEN = new Verdict(UNREACHED, NONE, Advice.WRONG_TOKEN);

  private static final Verdict ANSWER_LOST = new Verdict(OPEN, SAME_ENDPOINT, Advice.COMMIT_AGAIN);

  private static final Verdict LOST_AFTER_ASKING =
      new Verdict(OPEN, SAME_ENDPOINT, Advice.CLIENT_CERTIFICATE + " " + Advice.COMMIT_AGAIN);

  private FailureVerdicts() {}

  /**
   * Judges an attempt that ended without an answer.
   *
   * @param sent whether a connection was there and the request may have gone out on it
   * @param asked whether the server asked for a client certificate
   */
  static Verdict of(Exception failure, boolean sent, boolean asked) {
    if (failure instanceof SourceException) {
      return NO_SOURCE;
    }
    if (failure instanceof TokenException token) {
      return token.passing() ? NO_TOKEN : WRONG_TOKEN;
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
}
