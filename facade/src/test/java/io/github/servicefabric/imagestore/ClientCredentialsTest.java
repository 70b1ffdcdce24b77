package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a certificate, a key or a password is told when the client is built. */
class ClientCredentialsTest {
  private static final String SECRET = "s3cret-pass";
  private static final HeldCertificate OWN = Certificates.client("deployer").rsa2048().build();

  @TempDir Path folder;
  private Path certificate;
  private Path key;
  private Path pkcs12;

  @BeforeEach
  void writeFiles() {
    certificate = Certificates.pem(folder, OWN);
    key = Certificates.write(folder.resolve("key.pem"), OWN.privateKeyPkcs8Pem());
    pkcs12 = Certificates.pkcs12(folder.resolve("own.p12"), OWN, SECRET);
  }

  private static void build(ClientCredentials credentials) {
    ImageStoreClient.builder()
        .endpoint("https://127.0.0.1:1")
        .credentials(credentials)
        .build()
        .close();
  }

  private static void refused(ClientCredentials credentials, String... words) {
    var refused = catchThrowableOfType(IllegalArgumentException.class, () -> build(credentials));
    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).contains(words);
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain(SECRET);
    }
  }

  @Test
  void aWrongPasswordIsToldAsSuch() {
    char[] wrong = "wrong".toCharArray();
    refused(ClientCredentials.certificate(pkcs12, wrong), "wrong password for", pkcs12.toString());
    refused(
        ClientCredentials.certificate(Certificates.keyStore(OWN, SECRET), wrong),
        "wrong password for the private key in the given key store");
  }

  @Test
  void aMissingFileIsToldAsSuch() {
    Path nowhere = folder.resolve("nowhere.p12");
    refused(
        ClientCredentials.certificate(nowhere, SECRET.toCharArray()),
        "there is no file " + nowhere);
    refused(ClientCredentials.certificate(certificate, nowhere), "there is no file " + nowhere);
    refused(ClientCredentials.certificate(folder, key), "cannot read the file " + folder);
  }

  @Test
  void aMissingKeyOrCertificateIsToldAsSuch() {
    refused(
        ClientCredentials.certificate(certificate, certificate),
        "no private key in " + certificate);
    refused(ClientCredentials.certificate(key, key), "no certificate in " + key);
    Path empty = Certificates.write(folder.resolve("empty.pem"), "");
    refused(ClientCredentials.certificate(certificate, empty), "no private key in " + empty);
  }

  @Test
  void aStoreWithoutAKeyOrWithSeveralIsToldAsSuch() throws Exception {
    var store = Certificates.keyStore(OWN, SECRET);
    store.setKeyEntry(
        "other",
        OWN.keyPair().getPrivate(),
        SECRET.toCharArray(),
        new java.security.cert.Certificate[] {OWN.certificate()});
    refused(
        ClientCredentials.certificate(store, SECRET.toCharArray()),
        "expected one private key, but there are 2 in the given key store");
    store.deleteEntry("own");
    store.deleteEntry("other");
    Path file = Certificates.store(folder.resolve("none.p12"), store, SECRET);
    refused(
        ClientCredentials.certificate(file, SECRET.toCharArray()),
        "expected one private key, but there are 0 in " + file);
  }

  @Test
  void aKeyThatDoesNotFitIsToldAsSuch() {
    for (HeldCertificate other :
        new HeldCertificate[] {
          Certificates.client("other").rsa2048().build(),
          Certificates.client("other").ecdsa256().build()
        }) {
      Path otherKey = Certificates.write(folder.resolve("o.pem"), other.privateKeyPkcs8Pem());
      refused(
          ClientCredentials.certificate(certificate, otherKey),
          "the private key does not fit the certificate CN=deployer");
    }
  }

  @Test
  void datesAreLookedAt() {
    for (HeldCertificate held :
        new HeldCertificate[] {
          Certificates.expired(Certificates.client("deployer")).build(),
          Certificates.notYetValid(Certificates.client("deployer")).build()
        }) {
      refused(
          ClientCredentials.certificate(Certificates.keyStore(held, SECRET), SECRET.toCharArray()),
          "the client certificate is expired or not yet valid: subject CN=deployer, thumbprint "
              + Certificates.thumbprint(held),
          "valid from " + held.certificate().getNotBefore().toInstant());
    }
  }

  @Test
  void aFormThatIsNotReadIsNamedWithTheWayOut() {
    Path encrypted =
        Certificates.write(
            folder.resolve("old.pem"),
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n"
                + "AAAA\n-----END RSA PRIVATE KEY-----\n");
    Path sec1 =
        Certificates.write(
            folder.resolve("ec.pem"),
            "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
    refused(
        ClientCredentials.certificate(certificate, encrypted),
        "an encrypted PKCS#1 key in",
        "openssl pkcs8 -topk8");
    refused(ClientCredentials.certificate(certificate, sec1), "SEC 1", "openssl pkcs8 -topk8");
  }

  /** A renewal that is under way must not be taken for a whole one, wherever it stands. */
  @Test
  void whatBreaksOffIsRefusedWhereverItDoes() throws IOException {
    byte[] store = Files.readAllBytes(pkcs12);
    byte[] pem = (OWN.privateKeyPkcs8Pem() + OWN.certificatePem()).getBytes("US-ASCII");
    for (int length = 0; length < store.length; length += 13) {
      Files.write(pkcs12, Arrays.copyOf(store, length));
      refused(ClientCredentials.certificate(pkcs12, SECRET.toCharArray()), pkcs12.toString());
    }
    for (int length = 0; length < pem.length - 1; length += 13) {
      Files.write(key, Arrays.copyOf(pem, length));
      refused(ClientCredentials.certificate(key, key), key.toString());
    }
  }

  /** Without its end, a chain would be taken for a shorter one. */
  @Test
  void aChainThatBreaksOffIsRefused() {
    String chain = OWN.certificatePem() + Certificates.AUTHORITY.certificatePem();
    for (int missing : new int[] {2, 30, 300}) {
      Path half =
          Certificates.write(
              folder.resolve("half.pem"), chain.substring(0, chain.length() - missing));
      refused(ClientCredentials.certificate(half, key), "PEM text that breaks off in " + half);
    }
    Path torn =
        Certificates.write(
            folder.resolve("torn.pem"),
            OWN.certificatePem().substring(0, 100) + Certificates.AUTHORITY.certificatePem());
    refused(ClientCredentials.certificate(torn, key), "PEM text that breaks off in " + torn);
    Path odd =
        Certificates.write(
            folder.resolve("odd.pem"),
            OWN.certificatePem()
                + Certificates.AUTHORITY.certificatePem().replace("CERTIFICATE", "certificate"));
    refused(ClientCredentials.certificate(odd, key), "PEM text that breaks off in " + odd);
  }

  @Test
  void garbageIsRefused() {
    Path text = Certificates.write(folder.resolve("notes.txt"), "no certificate at all");
    Path bad =
        Certificates.write(
            folder.resolve("bad.pem"),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
                + "-----BEGIN CERTIFICATE-----\n!!!A\n-----END CERTIFICATE-----\n");
    refused(
        ClientCredentials.certificate(text, SECRET.toCharArray()),
        "neither PEM nor PKCS#12 in " + text);
    refused(
        ClientCredentials.certificate(certificate, bad),
        "a private key that is none of [RSA, EC, RSASSA-PSS, EdDSA]");
    refused(ClientCredentials.certificate(bad, key), "in " + bad);
  }

  @Test
  void thePasswordIsCopied() {
    char[] password = SECRET.toCharArray();
    ClientCredentials credentials = ClientCredentials.certificate(pkcs12, password);
    Arrays.fill(password, ' ');
    build(credentials);
  }

  @Test
  void toStringSaysNothingSecret() {
    assertThat(ClientCredentials.certificate(pkcs12, SECRET.toCharArray()))
        .hasToString("ClientCredentials{PKCS#12 file}");
    assertThat(ClientCredentials.bearerToken(refused -> SECRET))
        .hasToString("ClientCredentials{bearer token}");
  }

  @Test
  void inTheClearTheyAreRefused() {
    ImageStoreClient.Builder builder = ImageStoreClient.builder().endpoint("http://127.0.0.1:1");
    String expected = "need an https endpoint, but it was http://127.0.0.1:1/";
    assertThatThrownBy(
            () -> builder.credentials(ClientCredentials.bearerToken(refused -> SECRET)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
    ImageStoreClient.Builder trusting = ImageStoreClient.builder().endpoint("http://127.0.0.1:1");
    assertThatThrownBy(() -> trusting.serverTrust(ServerTrust.commonNames("a")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }
}
