package io.github.servicefabric.imagestore.testing;

/** The answers of a gateway, byte for byte in shape. */
final class Replies {
  static final String NO_TEXT = "Null";

  private static final String JSON = "application/json; charset=utf-8";

  private Replies() {}

  static Reply ok() {
    return Reply.of(200).header("Content-Type", JSON);
  }

  static Reply json(String body) {
    return ok().body(body);
  }

  static Reply noContent() {
    return Reply.of(204);
  }

  static Reply invalidArgument() {
    return error(400, "E_INVALIDARG", NO_TEXT);
  }

  static Reply notFound() {
    return error(404, "NotFound", NO_TEXT);
  }

  static Reply rangeNotSatisfiable() {
    return error(400, "FABRIC_E_UPLOAD_SESSION_RANGE_NOT_SATISFIABLE", NO_TEXT);
  }

  static Reply error(int status, String code, String message) {
    return Reply.of(status)
        .header("Content-Type", JSON)
        .body("{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\"}}");
  }

  /** A page of Windows' HTTP layer, which has not passed the request on. */
  static Reply page(int status) {
    String reason = Reply.reason(status);
    return Reply.of(status)
        .header("Content-Type", "text/html; charset=us-ascii")
        .header("Server", "Microsoft-HTTPAPI/2.0")
        .body(
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\""
                + "\"http://www.w3.org/TR/html4/strict.dtd\">\r\n<HTML><HEAD><TITLE>"
                + reason
                + "</TITLE>\r\n<META HTTP-EQUIV=\"Content-Type\" "
                + "Content=\"text/html; charset=us-ascii\"></HEAD>\r\n<BODY><h2>"
                + reason
                + "</h2>\r\n<hr><p>HTTP Error "
                + status
                + ".</p>\r\n</BODY></HTML>\r\n");
  }
}
