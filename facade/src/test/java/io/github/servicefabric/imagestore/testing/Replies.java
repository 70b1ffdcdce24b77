package io.github.servicefabric.imagestore.testing;

import mockwebserver3.MockResponse;

/** The answers of a gateway, byte for byte in shape. */
final class Replies {
  private static final String JSON = "application/json; charset=utf-8";

  private Replies() {}

  static MockResponse ok() {
    return new MockResponse.Builder().addHeader("Content-Type", JSON).build();
  }

  static MockResponse error(int status, String code, String message) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", JSON)
        .body("{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\"}}")
        .build();
  }

  static MockResponse page(int status) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "text/html; charset=us-ascii")
        .body(
            "<!DOCTYPE HTML><HTML><HEAD><TITLE>Error</TITLE></HEAD><BODY><h2>HTTP Error "
                + status
                + "</h2></BODY></HTML>")
        .build();
  }
}
