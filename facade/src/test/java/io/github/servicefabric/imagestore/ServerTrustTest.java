package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.Certificates.AUTHORITY;
import static io.github.servicefabric.imagestore.Certificates.OTHER_AUTHORITY;
import static io.github.servicefabric.imagestore.Certificates.thumbprint;
import static io.github.servicefabric.imagestore.Recognition.accepted;
import static io.github.servicefabric.imagestore.Recognition.refusal;
import static io.github.servicefabric.imagestore.Recognition.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerTrustTest {
  private static final HeldCertificate SELF_SIGNED = Certificates.server().build();

  @TempDir Path folder;

  private static ServerTrust authority() {
    return ServerTrust.certificateAuthorities(stream(AUTHORITY));
  }

  private static InputStream stream(HeldCertificate certificate) {
    return new ByteArrayInputStream(
        certificate.certificatePem().getBytes(StandardCharsets.US_ASCII));
  }

  private static HeldCertificate.Builder signed() {
    return Certificates.server().signedBy(AUTHORITY);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anAuthorityIsTrustedFromAPemFile(Style style) {
    Path file = Certificates.pem(folder, AUTHORITY);
    accepted(style, signed().build(), ServerTrust.certificateAuthorities(file));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anAuthorityIsTrustedFromAStreamOfSeveral(Style style) {
    String both = OTHER_AUTHORITY.certificatePem() + "a comment\n" + AUTHORITY.certificatePem();
    InputStream stream = new ByteArrayInputStream(both.getBytes(StandardCharsets.US_ASCII));
    accepted(style, signed().build(), ServerTrust.certificateAuthorities(stream));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anAuthorityIsTrustedFromAPkcs12File(Style style) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", AUTHORITY.certificate());
    Path file = Certificates.store(folder.resolve("ca.p12"), store, "");
    accepted(style, signed().build(), ServerTrust.certificateAuthorities(file));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anotherIssuerIsRefused(Style style) {
    String message =
        refused(style, Certificates.server().signedBy(OTHER_AUTHORITY).build(), authority());
    assertThat(message).contains("one of the given authorities, [CN=Own CA]");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void whatNoAuthorityOfTheJvmSignedIsRefused(Style style) {
    assertThat(refused(style, SELF_SIGNED, null)).contains("an authority that this JVM trusts");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anotherHostNameIsRefused(Style style) {
    HeldCertificate other =
        new HeldCertificate.Builder()
            .commonName(Certificates.CLUSTER)
            .addSubjectAlternativeName(Certificates.CLUSTER)
            .signedBy(AUTHORITY)
            .build();
    assertThat(refused(style, other, authority()))
        .contains("(another host name)")
        .contains("with the alternative names [" + Certificates.CLUSTER + "]")
        .contains("expected was a certificate for the host 127.0.0.1")
        .contains("its alternative names count for that, a common name does not");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void datesCountWithEveryTrust(Style style) {
    HeldCertificate expired = Certificates.expired(signed()).build();
    HeldCertificate early = Certificates.notYetValid(signed()).build();
    assertThat(refused(style, expired, authority())).containsIgnoringCase("NotAfter");
    assertThat(refused(style, early, authority())).containsIgnoringCase("NotBefore");
    for (HeldCertificate wrong : new HeldCertificate[] {expired, early}) {
      refused(style, wrong, ServerTrust.thumbprints(thumbprint(wrong)));
      refused(
          style,
          wrong,
          ServerTrust.commonNames(Certificates.CLUSTER).issuedBy(thumbprint(AUTHORITY)),
          AUTHORITY);
    }
  }

  /** The JVM by itself would take it, for it is an authority that was given. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void datesCountForACertificateThatIsItsOwnAuthority(Style style) {
    HeldCertificate expired = Certificates.expired(Certificates.server()).build();
    refused(style, expired, ServerTrust.certificateAuthorities(stream(expired)));
    refused(
        style,
        expired,
        ServerTrust.commonNames(Certificates.CLUSTER).issuedBy(thumbprint(expired)));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aThumbprintIsTakenInEveryForm(Style style) {
    String sha1 = thumbprint(SELF_SIGNED);
    String sha256 = thumbprint(SELF_SIGNED, "SHA-256");
    String[] forms = {
      sha1,
      sha1.toLowerCase(Locale.ROOT),
      sha1.replaceAll("..(?!$)", "$0:"),
      " " + sha1.replaceAll("..", "$0 "),
      "\u200e" + sha1,
      "\ufeff" + sha1 + "\u202c\r\n",
      sha1.replaceAll("..", "$0\u200b\u2060"),
      sha1.replaceAll("....", "$0\u00ad\u2068\u200f\u2069\u202a\u202e\u00a0"),
      sha256,
      sha256.toLowerCase(Locale.ROOT).replaceAll("..(?!$)", "$0:")
    };
    for (String form : forms) {
      accepted(style, SELF_SIGNED, ServerTrust.thumbprints(form));
    }
    accepted(style, SELF_SIGNED, ServerTrust.thumbprints(thumbprint(AUTHORITY), sha1));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void withAThumbprintTheHostNameNeedNotMatch(Style style) {
    HeldCertificate other =
        new HeldCertificate.Builder().addSubjectAlternativeName("else.example").build();
    accepted(style, other, ServerTrust.thumbprints(thumbprint(other)));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anotherThumbprintIsRefused(Style style) {
    String expected = thumbprint(AUTHORITY);
    assertThat(refused(style, SELF_SIGNED, ServerTrust.thumbprints(expected)))
        .contains("(another thumbprint)")
        .contains("a thumbprint of [" + expected + "]");
  }

  /** Trust in a thumbprint is trust in one certificate, not in what it signed. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void theThumbprintOfAnIssuerIsRefused(Style style) {
    refused(style, signed().build(), ServerTrust.thumbprints(thumbprint(AUTHORITY)), AUTHORITY);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void ofManyAlternativeNamesSomeAreShown(Style style) {
    HeldCertificate.Builder many = Certificates.server();
    for (int i = 0; i < 9; i++) {
      many.addSubjectAlternativeName("node" + i + ".example");
    }
    ServerTrust trust = ServerTrust.thumbprints(thumbprint(AUTHORITY));
    assertThat(refused(style, many.build(), trust))
        .contains("[node0.example, node1.example, node2.example, node3.example] and 6 more");
    HeldCertificate none = new HeldCertificate.Builder().commonName(Certificates.CLUSTER).build();
    assertThat(refused(style, none, trust)).contains("without alternative names");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCertificateForAnotherHostIsRefusedEvenOnAGivenClientThatTakesAnyHost(Style style) {
    HeldCertificate elsewhere =
        new HeldCertificate.Builder()
            .commonName(Certificates.CLUSTER)
            .addSubjectAlternativeName("elsewhere.example")
            .signedBy(AUTHORITY)
            .build();
    OkHttpClient lax = new OkHttpClient.Builder().hostnameVerifier((host, session) -> true).build();
    try (SecureGateway gateway = SecureGateway.of(elsewhere);
        ImageStoreClient client =
            ImageStoreClient.builder()
                .endpoint(gateway.endpoint())
                .httpClient(lax)
                .serverTrust(authority())
                .timing(new NoPauses())
                .build()) {
      var refused = refusal(style, gateway, client);
      assertThat(refused)
          .hasMessageContaining("another host name")
          .hasMessageContaining("thumbprint " + thumbprint(elsewhere));
    } finally {
      lax.connectionPool().evictAll();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCertificateRefusedAtOneAddressCountsEvenWhereAnotherRefusesTheConnection(Style style)
      throws Exception {
    List<InetAddress> addresses =
        List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
    try (SecureGateway gateway = SecureGateway.of(SELF_SIGNED)) {
      OkHttpClient given =
          new OkHttpClient.Builder()
              .dns(host -> addresses)
              .socketFactory(new FailingSockets(1, 1))
              .build();
      try (ImageStoreClient client =
          ImageStoreClient.builder()
              .endpoint(gateway.endpoint().replace("127.0.0.1", "cluster.invalid"))
              .httpClient(given)
              .serverTrust(authority())
              .timing(new NoPauses())
              .build()) {
        var refused =
            catchThrowableOfType(
                ImageStoreUnreachableException.class,
                () -> style.commit(client, UUID.randomUUID()));
        assertThat(gateway.requests()).isEmpty();
        assertThat(refused.attempts()).isEqualTo(1);
        assertThat(refused)
            .hasMessageContaining("the server's certificate was refused")
            .hasMessageContaining("presented was subject CN=" + Certificates.CLUSTER)
            .hasMessageContaining("thumbprint " + thumbprint(SELF_SIGNED));
      }
    }
  }
}
