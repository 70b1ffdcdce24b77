package io.github.servicefabric.imagestore;

/**
 * Where a client gets its tokens from, such as a library that asks Azure AD (Microsoft Entra ID)
 * for them.
 *
 * <pre>{@code
 * ClientCredentials.bearerToken(refused -> refused ? cache.renewed() : cache.current());
 * }</pre>
 *
 * <p>It is asked before each attempt, on the thread that sends it, hence by several threads at once
 * where several calls are under way. It is to cache what can be used again.
 */
@FunctionalInterface
public interface TokenSource {
  /**
   * Gives a token for the next attempt.
   *
   * @param refused true in the attempt that follows an answer of 401: the token before was not
   *     taken, so that one is not to be given again, however long it seems to be valid; false
   *     otherwise
   * @return the token alone, without "Bearer " before it: one or more printable ASCII characters
   *     and no blanks
   * @throws Exception if there is no token now; the attempt fails without a request, and may be
   *     tried again. The exception is the cause of what the caller gets, and its message is shown
   *     nowhere else
   */
  String token(boolean refused) throws Exception;
}
