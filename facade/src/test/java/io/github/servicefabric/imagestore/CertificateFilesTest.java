package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of the kinds that people have: read where that is safe, and else named with the way out.
 */
class CertificateFilesTest {
  private static final char[] PASSWORD = "s3cret-pass".toCharArray();
  private static final HeldCertificate OWN = Certificates.client("deployer").rsa2048().build();
  private static final String KEY = OWN.privateKeyPkcs8Pem();
  private static final String CERTIFICATE = OWN.certificatePem();

  @TempDir Path folder;
  private Path certificate;
  private Path key;
  private Path file;

  @BeforeEach
  void writeFiles() {
    certificate = Certificates.write(folder.resolve("own.pem"), CERTIFICATE);
    key = Certificates.write(folder.resolve("key.pem"), KEY);
    file = folder.resolve("file");
  }

  private static void build(ClientCredentials credentials) {
    ImageStoreClient.builder()
        .endpoint("https://127.0.0.1:1")
        .credentials(credentials)
        .build()
        .close();
  }

  private static void trust(Path authorities) {
    ImageStoreClient.builder()
        .endpoint("https://127.0.0.1:1")
        .serverTrust(ServerTrust.certificateAuthorities(authorities))
        .build()
        .close();
  }

  private void refused(ClientCredentials credentials, String... words) {
    refused(() -> build(credentials), words);
  }

  private void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
    var refused = catchThrowableOfType(IllegalArgumentException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).contains(words).contains(folder.toString());
  }

  private static byte[] der() throws Exception {
    return OWN.certificate().getEncoded();
  }

  private static byte[] pkcs8() {
    return OWN.keyPair().getPrivate().getEncoded();
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static byte[] encryptedKey() throws Exception {
    String algorithm = "PBEWithSHA1AndDESede";
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSWORD)));
    return new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(pkcs8()))
        .getEncoded();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What is neither PEM nor PKCS#12, and the words for it wherever it is given. */
  static Stream<Arguments> others() throws Exception {
    byte[] jks = {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed, 0, 0, 0, 2};
    byte[] pkcs7 =
        Asn1.sequence(Asn1.oid("06092a864886f70d010702"), Asn1.of(0xa0, Asn1.sequence()));
    String both = KEY + CERTIFICATE;
    return Stream.of(
        Arguments.of(der(), "a certificate in DER", "openssl x509 -inform DER"),
        Arguments.of(pkcs8(), "a private key in DER", "openssl pkey -inform DER"),
        Arguments.of(encryptedKey(), "an encrypted private key in DER", "openssl pkcs8 -topk8"),
        Arguments.of(pkcs7, "PKCS#7", "openssl pkcs7 -inform DER -print_certs"),
        Arguments.of(jks, "a JKS or JCEKS key store", "keytool -importkeystore"),
        Arguments.of(both.getBytes(StandardCharsets.UTF_16), "UTF-16", "save it as ASCII or UTF-8"),
        Arguments.of(both.getBytes(StandardCharsets.UTF_16LE), "UTF-16", "save it as ASCII"),
        Arguments.of(Base64.getEncoder().encode(ascii(both)), "base64 once more", "base64 -d"),
        Arguments.of(Base64.getMimeEncoder().encode(der()), "(as base64)", "a certificate in DER"),
        Arguments.of(ascii(" \r\n"), "it holds nothing", ""),
        Arguments.of(ascii("ssh-rsa AAAA me@here"), "neither PEM nor PKCS#12", ""));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherFormIsNamedWithTheWayOut(byte[] content, String form, String wayOut)
      throws IOException {
    Files.write(file, content);
    refused(ClientCredentials.certificate(file, PASSWORD), form, wayOut);
    refused(ClientCredentials.certificate(file, key), form, wayOut);
    refused(ClientCredentials.certificate(certificate, file), form, wayOut);
    refused(() -> trust(file), form, wayOut);
  }

  @Test
  void pemAndPkcs12AreNotTakenForEachOther() {
    Path store = Certificates.pkcs12(folder.resolve("own.p12"), OWN, "s3cret-pass");
    refused(
        ClientCredentials.certificate(certificate, PASSWORD),
        "it holds PEM text",
        "ClientCredentials.certificate(certificate, key)");
    for (ClientCredentials credentials :
        List.of(
            ClientCredentials.certificate(store, key),
            ClientCredentials.certificate(certificate, store))) {
      refused(
          credentials, "it holds a PKCS#12 store", "ClientCredentials.certificate(Path, char[])");
    }
  }

  static Stream<Arguments> labels() {
    byte[] any = {0x30, 0};
    return Stream.of(
        Arguments.of(pem("CERTIFICATE REQUEST", any), "[CERTIFICATE REQUEST]; a request is"),
        Arguments.of(pem("PKCS7", any), "openssl pkcs7 -print_certs"),
        Arguments.of(pem("PUBLIC KEY", any), "a public key is not the private one"),
        Arguments.of(pem("OPENSSH PRIVATE KEY", any), "ssh-keygen -p -m PKCS8"),
        Arguments.of(pem("DH PARAMETERS", any), "its PEM text holds [DH PARAMETERS]"),
        Arguments.of(KEY.replace("\n", "\\n"), "PEM text with \\n in place of its line breaks"));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void pemOfAnotherThingIsNamed(String content, String words) {
    Certificates.write(file, content);
    refused(ClientCredentials.certificate(file, key), words);
    refused(ClientCredentials.certificate(certificate, file), words);
    refused(() -> trust(file), words);
  }

  @Test
  void halfOfAPairIsNamed() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", encryptedKey(), null);
    Certificates.store(file, store, "s3cret-pass");
    refused(
        ClientCredentials.certificate(file, PASSWORD),
        "a private key without its certificate in",
        "openssl pkcs12 -export");
    store.deleteEntry("own");
    store.setCertificateEntry("own", OWN.certificate());
    Certificates.store(file, store, "s3cret-pass");
    refused(
        ClientCredentials.certificate(file, PASSWORD),
        "there are 0",
        "it may hold certificates alone");
    refused(ClientCredentials.certificate(key, key), "no certificate", "[PRIVATE KEY]");
    refused(
        ClientCredentials.certificate(certificate, certificate), "no private key", "[CERTIFICATE]");
  }

  @Test
  void aKeyThatIsNotEncryptedInAStoreIsNamed() throws Exception {
    Files.write(file, Asn1.storeInTheClear(pkcs8()));
    refused(
        ClientCredentials.certificate(file, PASSWORD),
        "the one in it is not encrypted",
        "openssl pkcs12 -export");
  }

  @Test
  void severalKeysAreCounted() {
    HeldCertificate other = Certificates.client("other").build();
    Certificates.write(file, KEY + other.privateKeyPkcs8Pem() + CERTIFICATE);
    refused(ClientCredentials.certificate(file, file), "expected one private key", "there are 2");
  }

  @Test
  void anEncryptionThatTheJvmLacksIsNamed() {
    Certificates.write(file, pem("ENCRYPTED PRIVATE KEY", Asn1.scryptKey()));
    refused(
        ClientCredentials.certificate(certificate, file, PASSWORD),
        "an encryption that this JVM lacks (PBES2, scrypt, aes-128-cbc)",
        "openssl pkcs8 -topk8 -v2 aes-256-cbc");
  }

  /** The password is wrong besides, which Java 17 cannot find out. */
  @Test
  void aPasswordThatTheJvmCannotUseIsNotToldAsWrong() throws Exception {
    char[] umlauts = "pässwört".toCharArray();
    String words =
        Runtime.version().feature() < 18
            ? "characters other than printable ASCII, which Java 17 cannot use"
            : "characters other than printable ASCII mean something else";
    Path store = Certificates.pkcs12(folder.resolve("own.p12"), OWN, "s3cret-pass");
    refused(ClientCredentials.certificate(store, umlauts), words);
    Certificates.write(file, pem("ENCRYPTED PRIVATE KEY", encryptedKey()));
    refused(ClientCredentials.certificate(certificate, file, umlauts), words);
  }

  @Test
  void theEncodingsOfAzureKeyVaultAndOfEditorsAreRead() throws Exception {
    byte[] store =
        Files.readAllBytes(Certificates.pkcs12(folder.resolve("own.p12"), OWN, "s3cret-pass"));
    String base64 = Base64.getEncoder().encodeToString(store);
    for (String text :
        List.of(
            base64,
            base64 + "\r\n",
            '"' + base64 + "\"\n",
            "\ufeff" + base64,
            Base64.getMimeEncoder().encodeToString(store))) {
      Files.writeString(file, text);
      build(ClientCredentials.certificate(file, PASSWORD));
    }
    Files.writeString(file, "\ufeff" + KEY + CERTIFICATE.replace("\n", "\r\n"));
    build(ClientCredentials.certificate(file, file));
    trust(file);
  }

  @Test
  void whatCannotBeReadAtAllIsNamed() throws IOException {
    refused(() -> trust(folder), "cannot read the file", "it is a folder");
    Files.write(file, new byte[4 * 1024 * 1024 + 1]);
    refused(() -> trust(file), "more than 4194304 bytes");
    Path secret = Certificates.write(folder.resolve("secret.pem"), CERTIFICATE);
    refused(() -> trust(ClosedFiles.at(secret, "secret.pem")), "this process has no right to");
  }

  @Test
  void ofAStreamWithoutEndNoMoreIsReadThanCertificatesTake() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'A';
          }
        };
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> ServerTrust.certificateAuthorities(endless)))
        .hasMessageContaining("more than 4194304 bytes")
        .hasMessageContaining("the given stream");
  }
}
