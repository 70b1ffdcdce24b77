package io.github.servicefabric.imagestore.internal.call;

import java.util.Map;

/** What a caller can do next, as it stands at the end of an exception's message. */
final class Advice {
  static final String SOURCE = "Let nobody write the file while it is uploaded, then call again.";
  static final String SIZES_DIFFER =
      "The session lacks nothing, but its chunks together have another size than announced: delete"
          + " the session and send all chunks again.";
  static final String EMPTY_FILE =
      "The session is of an empty file, which cannot go in chunks: send it whole.";
  static final String NO_SESSIONS =
      "This cluster has no upload sessions, as on Linux: send each file whole instead. Or it does not"
          + " know the api-version that was asked for.";

  static String missing(String ranges) {
    return "The session lacks " + ranges + ": send that and commit again.";
  }

  static final String OTHER_SIZE =
      "The session has another file size, or a parameter is wrong, or the cluster runs on Linux and"
          + " has no upload sessions: start again under a new session, or send the file whole.";
  static final String RANGE = "Look at the session: its missing ranges are what may be sent.";
  static final String OTHER_PATH = "Another store path has this session: use a new one.";
  static final String TOO_LARGE = "Send smaller chunks.";
  static final String CHECK_STORE_PATH =
      "Check the store path: the cluster does not take it, or knows no such operation.";
  static final String NO_SOURCE =
      "Check the source: a folder counts as one only where it has its mark, the file _.dir.";
  static final String RESERVED = "The image store keeps this folder for itself.";
  static final String SEND_AGAIN = "Send all chunks again under a new session, then commit that.";
  static final String SEND_MISSING =
      "The session is unknown, or it expired 30 minutes after its last chunk, or it was lost when the"
          + " image store moved to another node, or chunks are missing, or they make another size"
          + " than announced. Send the missing chunks and commit again, or send all of them under a"
          + " new session. If every commit ends like this, the cluster may run on Linux, which has"
          + " no such operation.";
  static final String SESSION_GONE =
      "The session is unknown, or it expired 30 minutes after its last chunk, or it was lost when the"
          + " image store moved to another node. "
          + SEND_AGAIN;
  static final String SESSION_WENT = "The session went away during the commit. " + SEND_AGAIN;
  static final String NO_STORE =
      "This cluster keeps packages in a folder, as development clusters do: copy the package there"
          + " instead.";
  static final String CHECK_PATH =
      "Check the endpoint and its path. If they are right: " + SEND_AGAIN;
  static final String OTHER_UPLOAD = "Another upload has this session. " + SEND_AGAIN;

  static final String LOOK =
      "An earlier attempt may have committed it: look for the file in the image store. Only if it is"
          + " not there, send all chunks again under a new session and commit that.";

  /** Goes behind what comes first. */
  static final String THEN_AGAIN = " Then commit the same session again.";

  /** Goes behind what tells to commit again. */
  static final String SAFE =
      " That is safe while the image store remembers the session; if it then ends in a 400, look for"
          + " the file in the image store before sending the chunks again.";

  static final String CALL_AGAIN = "Call again.";
  static final String COMMIT_AGAIN = "Commit the same session again.";
  static final String PAUSE = "The cluster is busy: commit the same session again after a pause.";
  static final String WAIT = "Wait until the cluster is well again, then commit the same session.";
  static final String LONGER =
      "Commit the same session again, with a longer timeout if the file is large.";
  static final String WAIT_FOR_OTHER =
      "Another commit for the same path is running: wait for it, then commit the same session again.";
  static final String LOOK_AT_TRACES =
      "Look for the request id in the cluster's traces. Once the cause is mended, commit the same"
          + " session again if its last chunk is not older than 30 minutes.";

  static final String TOKEN = "Give the client a token that this cluster accepts.";
  static final String NO_TOKEN = "Look at why the token source gives no token.";
  static final String WRONG_TOKEN = "Let the token source give the token alone.";
  static final String OTHER_LOGIN =
      "No token answers that: Negotiate and NTLM are log-ins of Windows, Basic is one of a proxy,"
          + " and this library has none of them. Use an endpoint that takes certificates or tokens.";
  static final String PROXY_LOGIN =
      "A proxy asks for a log-in. Take the way without it, or give an OkHttpClient with a"
          + " proxyAuthenticator to httpClient.";
  static final String FORBIDDEN =
      "This is no answer of the gateway's: a proxy or a firewall on the way does not let the request"
          + " through. Check the endpoint, and what stands between client and gateway.";
  static final String RIGHTS = "Use credentials that may change the image store of this cluster.";
  static final String CLIENT_CERTIFICATE =
      "Check the client certificate, for which the cluster asks: there is none, or not one that it"
          + " accepts (ClientCredentials.certificate sets it).";
  static final String TLS =
      "Client and server found no way to speak TLS with each other: check that the endpoint speaks it"
          + " at all, and look at the versions and cipher suites that each allows.";
  static final String SERVER_CERTIFICATE =
      "Check that the endpoint is the right one and speaks TLS. If it is, tell the client with"
          + " ServerTrust how to recognize its certificate.";

  static final String NOT_A_GATEWAY =
      "Check the endpoint, and what stands between client and gateway.";
  static final String ODD_STATUS = NOT_A_GATEWAY + THEN_AGAIN;
  static final String SPEAKS_TLS =
      "The endpoint speaks TLS: set it to https, or to the port that speaks plain http.";
  static final String SPEAKS_NO_TLS =
      "What the endpoint sent is no TLS: check that it speaks it at all, and set it to http if it"
          + " does not.";

  /** These go before what comes last. */
  static final String TCP_PORT =
      "Port 19000 is where Service Fabric's own protocol is spoken, unless a cluster was set up"
          + " otherwise; its HTTP gateway is at 19080. ";

  static final String HTTPS_PORT = "Port 443 is that of https: check the endpoint's scheme. ";
  static final String POOLED =
      "The connection had been used before and waited since: the server, or a balancer on the way,"
          + " may have closed or forgotten it. ";
  static final String PROXIED =
      "A proxy is on the way and may be what broke off: look at its limits. ";
  static final String BALANCED =
      "The connection was quiet for %d s while the server may have worked: a balancer that forgets"
          + " quiet connections breaks them like this, Azure's after 4 minutes unless it is set"
          + " otherwise. ";

  /** Goes behind what comes first. */
  static final String PROXY_SET =
      " The proxy comes from Java's system properties, such as https.proxyHost, or from the given"
          + " OkHttpClient; http.nonProxyHosts names hosts to be reached without it.";

  static final String OWN_ADDRESS =
      "Redirects are not followed: set the endpoint to the gateway's own address.";
  static final String CHECK_ENDPOINT =
      "Check the endpoint, and that its gateway runs and can be reached from here.";

  /** What common advice is where there is no commit to speak of. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          COMMIT_AGAIN,
          CALL_AGAIN,
          PAUSE,
          "The cluster is busy: call again after a pause.",
          WAIT,
          "Wait until the cluster is well again, then call again.",
          LONGER,
          "Call again, with a longer timeout if it is much to do.",
          WAIT_FOR_OTHER,
          "Something else is written at the same path: wait for it, then call again.",
          LOOK_AT_TRACES,
          "Look for the request id in the cluster's traces. Once the cause is mended, call again.",
          CHECK_PATH,
          "Check the endpoint and its path.",
          THEN_AGAIN,
          " Then call again.");

  /** Advice of a common row, with what stands around it, worded for what was called. */
  static String of(Verdict verdict, Operation<?> operation) {
    String advice = verdict.advice();
    if (operation.effect() != Operation.Effect.COMMIT) {
      for (Map.Entry<String, String> sentence : OTHERWISE.entrySet()) {
        advice = advice.replace(sentence.getKey(), sentence.getValue());
      }
    }
    return advice;
  }

  private Advice() {}
}
