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
      "Send the missing chunks and commit again, or send all of them under a new session. If every"
          + " commit ends like this, the cluster may run on Linux, which has no such operation.";
  static final String SESSION_GONE =
      "The session is unknown, or it expired 30 minutes after its last chunk, or it was lost when the"
          + " image store moved to another node. "
          + SEND_AGAIN;
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
      " That is safe while the image store remembers the session; if it then ends in a 404, look for"
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
  static final String OWN_ADDRESS =
      "Redirects are not followed: set the endpoint to the gateway's own address.";
  static final String CHECK_ENDPOINT =
      "Check the endpoint, and that its gateway runs and can be reached from here.";

  /** What common advice is where there is no commit to speak of. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          COMMIT_AGAIN,
          CALL_AGAIN,
          CLIENT_CERTIFICATE + " " + COMMIT_AGAIN,
          CLIENT_CERTIFICATE + " " + CALL_AGAIN,
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
          ODD_STATUS,
          NOT_A_GATEWAY + " Then call again.");

  /** Advice of a common row, worded for what was called. */
  static String of(Verdict verdict, Operation<?> operation) {
    return operation.effect() == Operation.Effect.COMMIT
        ? verdict.advice()
        : OTHERWISE.getOrDefault(verdict.advice(), verdict.advice());
  }

  private Advice() {}
}
