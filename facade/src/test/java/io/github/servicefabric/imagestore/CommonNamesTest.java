package io.github.servicefabric.imagestore;

import static io.github.servicefabric.imagestore.Certificates.AUTHORITY;
import static io.github.servicefabric.imagestore.Certificates.OTHER_AUTHORITY;
import static io.github.servicefabric.imagestore.Certificates.thumbprint;
import static io.github.servicefabric.imagestore.Recognition.accepted;
import static io.github.servicefabric.imagestore.Recognition.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommonNamesTest {
  private static final HeldCertificate SELF_SIGNED = Certificates.server().build();

  private static HeldCertificate.Builder signed() {
    return Certificates.server().signedBy(AUTHORITY);
  }

  private static ServerTrust.CommonNames commonName() {
    return ServerTrust.commonNames(Certificates.CLUSTER.toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCommonNameOfAKnownIssuerIsTrusted(Style style) {
    accepted(style, signed().build(), commonName().issuedBy(thumbprint(AUTHORITY)), AUTHORITY);
    accepted(style, SELF_SIGNED, commonName().issuedBy(thumbprint(SELF_SIGNED)));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCommonNameAloneIsRefused(Style style) {
    assertThat(refused(style, signed().build(), commonName(), AUTHORITY))
        .contains("a name of [" + Certificates.CLUSTER + "] of an authority that this JVM trusts");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCommonNameOfAnotherIssuerIsRefused(Style style) {
    HeldCertificate forged = Certificates.server().signedBy(OTHER_AUTHORITY).build();
    ServerTrust trust = commonName().issuedBy(thumbprint(AUTHORITY));
    assertThat(refused(style, forged, trust, OTHER_AUTHORITY))
        .contains("(another issuer)")
        .contains("issued by CN=Other CA with the thumbprint " + thumbprint(OTHER_AUTHORITY))
        .contains("of an issuer with a thumbprint of [" + thumbprint(AUTHORITY) + "]");
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anIssuerThatTheServerDoesNotSendAlongIsNamedAsThat(Style style) {
    ServerTrust trust = commonName().issuedBy(thumbprint(AUTHORITY));
    assertThat(refused(style, signed().build(), trust))
        .contains("(no issuer to look at)")
        .contains("issued by CN=Own CA, whose certificate the server did not send along");
  }

  /** The issuers are those that may have signed the certificate, not those above them. */
  @ParameterizedTest
  @EnumSource(Style.class)
  void theIssuerOfTheIssuerIsAnotherOne(Style style) {
    HeldCertificate root =
        new HeldCertificate.Builder().commonName("Root").certificateAuthority(2).build();
    HeldCertificate middle =
        new HeldCertificate.Builder().signedBy(root).certificateAuthority(1).build();
    HeldCertificate own = Certificates.server().signedBy(middle).build();
    ServerTrust above = commonName().issuedBy(thumbprint(root));
    assertThat(refused(style, own, above, middle, root)).contains("(another issuer)");
    accepted(style, own, commonName().issuedBy(thumbprint(middle)), middle, root);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void anotherCommonNameIsRefused(Style style) {
    ServerTrust trust = ServerTrust.commonNames("else.example").issuedBy(thumbprint(AUTHORITY));
    assertThat(refused(style, signed().build(), trust, AUTHORITY)).contains("(another name)");
  }
}
