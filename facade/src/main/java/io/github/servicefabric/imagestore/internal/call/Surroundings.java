package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.internal.call.AttemptEnd.Answered;
import io.github.servicefabric.imagestore.internal.call.Verdict.Next;
import io.github.servicefabric.imagestore.internal.call.Verdict.Work;
import io.github.servicefabric.imagestore.internal.http.Answer;
import io.github.servicefabric.imagestore.internal.http.Attempt;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What the way of an attempt, its port, or what the other side sent tells about a failure beyond
 * the table of verdicts.
 */
final class Surroundings {
  private static final int FABRIC_TCP_PORT = 19000;
  private static final int HTTPS_PORT = 443;

  /** A connection that is quiet for less is not forgotten by anyone. */
  private static final Duration LONG_QUIET = Duration.ofSeconds(60);

  /** How servers tell that they speak TLS to those who do not. */
  private static final Pattern TLS_DEMANDED =
      Pattern.compile("(?i)plain HTTP|HTTP request to an HTTPS|requires TLS");

  /** A TLS alert where a status line should be, as OkHttp and Okio show it. */
  private static final Pattern TLS_ALERT =
      Pattern.compile("Unexpected status line: \u0015\u0003|not found: limit=\\d+ content=1503");

  private Surroundings() {}

  static Verdict of(Attempt attempt, AttemptEnd<?> end, Verdict verdict) {
    boolean plain = !attempt.endpoint().isHttps();
    if (end instanceof Answered<?> answered) {
      return plain ? plain(answered.answer(), verdict) : verdict;
    }
    Exception failure = ((AttemptEnd.Failed<?>) end).failure();
    if (plain && attempt.way().proxy() == null && says(failure, TLS_ALERT)) {
      // Whoever takes a request for a broken handshake has not read it.
      return new Verdict(Work.UNREACHED, Next.NONE, Advice.SPEAKS_TLS);
    }
    if (attempt.sent()) {
      return new Verdict(verdict.work(), verdict.next(), port(attempt) + way(attempt, verdict));
    }
    if (failure instanceof SSLException && says(failure, "unrecognized SSL message")) {
      return new Verdict(verdict.work(), verdict.next(), Advice.SPEAKS_NO_TLS);
    }
    if (says(failure, "authenticate with proxy")) {
      return new Verdict(verdict.work(), Next.NONE, Advice.PROXY_LOGIN);
    }
    String advice = verdict.advice();
    if (attempt.way().proxy() != null) {
      advice += Advice.PROXY_SET;
    }
    return new Verdict(verdict.work(), verdict.next(), port(attempt) + advice);
  }

  private static Verdict plain(Answer answer, Verdict verdict) {
    String advice = verdict.advice();
    if (TLS_DEMANDED.matcher(answer.excerpt()).find()) {
      advice = Advice.SPEAKS_TLS;
    } else if (advice.equals(Advice.CLIENT_CERTIFICATE)) {
      advice = Advice.FORBIDDEN;
    }
    return new Verdict(verdict.work(), verdict.next(), advice);
  }

  private static String port(Attempt attempt) {
    if (attempt.endpoint().port() == FABRIC_TCP_PORT) {
      return Advice.TCP_PORT;
    }
    return attempt.endpoint().port() == HTTPS_PORT && !attempt.endpoint().isHttps()
        ? Advice.HTTPS_PORT
        : "";
  }

  /** What may have broken a connection on which a request had gone out. */
  private static String way(Attempt attempt, Verdict verdict) {
    String advice = verdict.advice();
    if (attempt.way().quiet().compareTo(LONG_QUIET) >= 0) {
      advice = String.format(Advice.BALANCED, attempt.way().quiet().toSeconds()) + advice;
    }
    if (attempt.way().proxy() != null) {
      advice = Advice.PROXIED + advice;
    }
    return attempt.way().isReused() ? Advice.POOLED + advice : advice;
  }

  /** Goes behind the name of an endpoint. */
  static String through(Attempt attempt) {
    Proxy proxy = attempt.way().proxy();
    return proxy != null && proxy.address() instanceof InetSocketAddress address
        ? " through the proxy " + address.getHostString() + ":" + address.getPort()
        : "";
  }

  private static boolean says(Exception failure, String words) {
    return says(failure, Pattern.compile(Pattern.quote(words)));
  }

  private static boolean says(Exception failure, Pattern words) {
    for (Throwable said = failure; said != null; said = said.getCause()) {
      if (words.matcher(String.valueOf(said.getMessage())).find()) {
        return true;
      }
    }
    return false;
  }
}
