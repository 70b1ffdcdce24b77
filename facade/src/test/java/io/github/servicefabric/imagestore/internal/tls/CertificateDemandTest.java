package io.github.servicefabric.imagestore.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.X509ExtendedKeyManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The alert that tells of a missing certificate is often lost; that one was asked for is not. */
class CertificateDemandTest {
  private static final String[] ANY = {"EC", "RSA"};

  private static @Nullable String chosen(@Nullable X509ExtendedKeyManager keys) {
    CertificateDemand demand = new CertificateDemand(keys);
    CertificateDemand.forget();
    assertThat(CertificateDemand.noticed()).isFalse();
    String alias = demand.chooseClientAlias(ANY, null, null);
    assertThat(CertificateDemand.noticed()).isTrue();
    CertificateDemand.forget();
    assertThat(demand.chooseEngineClientAlias(ANY, null, null)).isEqualTo(alias);
    assertThat(CertificateDemand.noticed()).isTrue();
    CertificateDemand.forget();
    return alias;
  }

  @Test
  void thatACertificateWasAskedForIsNoticedWhateverThereIsToShow() {
    HeldCertificate own = new HeldCertificate.Builder().build();
    var keys = new HandshakeCertificates.Builder().heldCertificate(own).build().keyManager();
    assertThat(chosen((X509ExtendedKeyManager) keys)).isNotNull();
    assertThat(chosen(null)).isNull();
  }
}
