package io.github.servicefabric.imagestore.internal.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There was no token to send a request with. */
public final class TokenException extends IOException {
  private static final long serialVersionUID = 1L;

  TokenException(String message, @Nullable Exception cause) {
    super(message, cause);
  }
}
