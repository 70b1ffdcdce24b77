package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between client and gateway may give up on a gateway that goes on with the work. */
class AnsweredByAnotherTest {
  private static final String WINDOWS_PAGE =
      "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">"
          + "\r\n<HTML><HEAD><TITLE>Service Unavailable</TITLE>\r\n</HEAD></HTML>\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "503 Backend fetch failed\r\nServer: Varnish|<?xml version=\"1.0\"?><!DOCTYPE html><html>",
        "503 Service Unavailable\r\nContent-Type: text/html|<html><body>No server is available",
        "503 Service Unavailable|",
        "503 Service Unavailable|{\"error\":\"upstream\"}",
        "503 Service Unavailable|{\"Error\":{\"Message\":\"a code is what tells\"}}",
        "503 Service Unavailable\r\nServer: Microsoft-HTTPAPI/2.0|<html>of an application</html>",
        "503 Service Unavailable|" + WINDOWS_PAGE,
        "500 Internal Server Error|<html>",
        "500 Internal Server Error|",
        "501 Not Implemented|",
        "502 Bad Gateway|<html>",
        "504 Gateway Time-out|<html>",
        "520 Unknown|",
        "524 A Timeout Occurred|<html>",
        "408 Request Timeout|stream timeout",
        "499 Client Closed Request|",
        "202 Accepted|",
        "204 No Content\r\nX: |"
      })
  void whatOthersSayWhileTheWorkGoesOnSettlesNothingAndIsTriedAgain(String answer) {
    for (Style style : Style.values()) {
      try (RawServer server = server(answer);
          ImageStoreClient client = client(server)) {
        var unknown =
            catchThrowableOfType(
                OutcomeUnknownException.class, () -> style.commit(client, UUID.randomUUID()));
        assertThat(unknown.attempts()).isEqualTo(3);
        assertThat(unknown).hasMessageContaining("HTTP " + answer.substring(0, 3));
        assertThat(server.requests()).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "503 Service Unavailable|{\"Error\":{\"Code\":\"FABRIC_E_SERVICE_TOO_BUSY\"}} ! 3",
        "500 Internal Server Error|{\"Error\":{\"Code\":\"E_FAIL\"}} ! 1",
        "400 Bad Request|{\"Error\":{\"Code\":\"E_INVALIDARG\"}} ! 1",
        "400 Bad Request|<html>nginx ! 1",
        "401 Unauthorized|<html>of a proxy that knows nobody ! 1",
        "403 Forbidden|<html>of a firewall ! 1",
        "404 Not Found|<html>of a web server ! 1",
        "407 Proxy Authentication Required| ! 1",
        "413 Request Entity Too Large|<html>nginx ! 1",
        "425 Too Early| ! 3",
        "429 Too Many Requests|<html> ! 3",
        "431 Request Header Fields Too Large| ! 1",
        "301 Moved Permanently| ! 1",
        "302 Found| ! 1"
      })
  void whatNobodySaysWhileTheWorkGoesOnIsARefusal(String answer, int attempts) {
    for (Style style : Style.values()) {
      try (RawServer server = server(answer);
          ImageStoreClient client = client(server)) {
        FabricErrorException refused = refused(style, client);
        assertThat(refused.attempts()).isEqualTo(attempts);
        assertThat(refused).hasMessageContaining("not committed");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"400, 1", "408, 3", "411, 1", "413, 1", "500, 1", "503, 3"})
  void aPageOfWindowsOwnHttpLayerIsARefusal(int status, int attempts) {
    String head = status + " Whatever\r\nServer: Microsoft-HTTPAPI/2.0|";
    for (Style style : Style.values()) {
      try (RawServer server = server(head + WINDOWS_PAGE);
          ImageStoreClient client = client(server)) {
        assertThat(refused(style, client).attempts()).isEqualTo(attempts);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "403 Client certificate required| ! \"Client certificate required\"",
        "403 Forbidden|<html> ! a proxy or a firewall on the way",
        "407 Who are you|<html> ! proxyAuthenticator"
      })
  void whatTheServerSaysIsShown(String answer, String words) {
    for (Style style : Style.values()) {
      try (RawServer server = server(answer);
          ImageStoreClient client = client(server)) {
        assertThat(refused(style, client)).hasMessageContaining(words);
      }
    }
  }

  private static FabricErrorException refused(Style style, ImageStoreClient client) {
    return catchThrowableOfType(
        FabricErrorException.class, () -> style.commit(client, UUID.randomUUID()));
  }

  private static RawServer server(String answer) {
    String head = answer.substring(0, answer.indexOf('|'));
    String body = answer.substring(answer.indexOf('|') + 1);
    String length = head.startsWith("204") ? "" : "\r\nContent-Length: " + body.length();
    return RawServer.answering("HTTP/1.1 " + head + length + "\r\n\r\n" + body);
  }

  private static ImageStoreClient client(RawServer server) {
    return ImageStoreClient.builder().endpoint(server.endpoint()).timing(new TestTiming()).build();
  }
}
