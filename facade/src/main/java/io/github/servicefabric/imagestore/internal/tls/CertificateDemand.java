package io.github.servicefabric.imagestore.internal.tls;

/**
 * Remembers that a server asked for a client certificate. A handshake takes place on the thread of
 * the attempt that needs the connection.
 */
public final class CertificateDemand {
  private static final ThreadLocal<Boolean> NOTICED = new ThreadLocal<>();

  private CertificateDemand() {}

  static void notice() {
    NOTICED.set(true);
  }

  /** Whether a server asked on this thread since {@link #forget}. */
  public static boolean noticed() {
    return NOTICED.get() != null;
  }

  public static void forget() {
    NOTICED.remove();
  }
}
