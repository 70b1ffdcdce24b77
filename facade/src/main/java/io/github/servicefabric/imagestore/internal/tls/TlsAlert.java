package io.github.servicefabric.imagestore.internal.tls;

import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What the other side sends where it is the one that breaks a handshake off. */
public final class TlsAlert {
  private static final String RECEIVED = "Received fatal alert: ";

  private static final List<String> ABOUT_CERTIFICATES =
      List.of("certificate", "unknown_ca", "access_denied");

  private TlsAlert() {}

  /**
   * Returns the exception that tells of the alert. It may come beside another: where the server
   * closes the connection, writing fails first, and the alert is read afterwards.
   */
  public static @Nullable SSLHandshakeException in(Throwable failure) {
    if (failure instanceof SSLHandshakeException handshake
        && String.valueOf(handshake.getMessage()).contains(RECEIVED)
        && handshake.getCause() == null) {
      return handshake;
    }
    for (Throwable beside : failure.getSuppressed()) {
      if (beside instanceof SSLHandshakeException && in(beside) != null) {
        return in(beside);
      }
    }
    return null;
  }

  /** Whether the client's certificate, or that there was none, is what the other side minds. */
  public static boolean isAboutCertificate(SSLHandshakeException alert) {
    String message = alert.getMessage();
    String name = message.substring(message.indexOf(RECEIVED) + RECEIVED.length());
    return ABOUT_CERTIFICATES.stream().anyMatch(name::contains);
  }
}
