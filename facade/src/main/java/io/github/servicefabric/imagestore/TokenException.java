package io.github.servicefabric.imagestore;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There was no token to send a request with. */
final class TokenException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whether the next attempt may get a token that can be sent. */
  final boolean passing;

  TokenException(String message, boolean passing, @Nullable Exception cause) {
    super(message, cause);
    this.passing = passing;
  }
}
