package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There was no token to send a request with. */
public final class TokenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  TokenException(String message, boolean passing, @Nullable Exception cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether the next attempt may get a token that can be sent. */
  public boolean passing() {
    return passing;
  }
}
