package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.servicefabric.imagestore.testing.ClientAccess;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fake on https, seen by a plain HTTP client. */
class FakeImageStoreSecureTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @Test
  void itsCertificateIsTrustedByWhoKnowsItAlone() throws Exception {
    try (FakeImageStore store = FakeImageStore.startSecure()) {
      assertThat(store.endpoint()).startsWith("https://127.0.0.1:");
      assertThat(statusOf(store, null, null)).isEqualTo("404 Not Found");
      assertThat(
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(store.certificates().serverPem()))
          .isEqualTo(store.certificates().server());
      try (PlainHttp stranger = new PlainHttp(store)) {
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> stranger.get(""));
      }
    }
  }

  @Test
  void whoHasNoCertificateOrAnotherIsTurnedAway() throws Exception {
    HeldCertificate other = Certificates.client("other").build();
    try (FakeImageStore store = FakeImageStore.startSecure(ClientAccess.certificate())) {
      String turnedAway = "403 Client certificate required";
      assertThat(statusOf(store, null, null)).isEqualTo(turnedAway);
      KeyStore strange = Certificates.keyStore(other, "secret");
      assertThat(statusOf(store, strange, null)).isEqualTo(turnedAway);
      assertThat(statusOf(store, store.certificates().client(PASSWORD), null))
          .isEqualTo("404 Not Found");
    }
  }

  @Test
  void whoHasNoTokenOrAnotherIsChallenged() throws Exception {
    try (FakeImageStore store = FakeImageStore.startSecure(ClientAccess.bearerToken("good"))) {
      assertThat(statusOf(store, null, null)).isEqualTo("401 Unauthorized Bearer");
      assertThat(statusOf(store, null, "bad")).isEqualTo("401 Unauthorized Bearer");
      assertThat(statusOf(store, null, "good")).isEqualTo("404 Not Found");
    }
  }

  @Test
  void withoutTlsThereAreNoCertificates() {
    try (FakeImageStore store = FakeImageStore.start()) {
      assertThatIllegalStateException().isThrownBy(store::certificates);
    }
  }

  /** Status line and challenge of a listing of the empty root. */
  private static String statusOf(
      FakeImageStore store, @Nullable KeyStore own, @Nullable String token)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("store", store.certificates().server());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    X509TrustManager manager = (X509TrustManager) trust.getTrustManagers()[0];
    OkHttpClient client =
        PlainHttp.patient().sslSocketFactory(context.getSocketFactory(), manager).build();
    try (PlainHttp http = new PlainHttp(store, client);
        Response response =
            client
                .newCall(
                    http.request("GET", "", null)
                        .header("Authorization", "Bearer " + token)
                        .build())
                .execute()) {
      String challenge = response.header("WWW-Authenticate");
      if (response.code() != 404) {
        assertThat(response.body().bytes()).isEmpty();
      }
      return response.code()
          + " "
          + response.message()
          + (challenge == null ? "" : " " + challenge);
    }
  }
}
