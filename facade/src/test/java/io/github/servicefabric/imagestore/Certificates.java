package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import okhttp3.tls.HeldCertificate;

/** Certificates as clusters and clients have them, right and wrong, and the files they come in. */
final class Certificates {
  static final String CLUSTER = "cluster.example";
  static final HeldCertificate AUTHORITY = authority("Own CA");
  static final HeldCertificate OTHER_AUTHORITY = authority("Other CA");

  private Certificates() {}

  static HeldCertificate authority(String name) {
    return new HeldCertificate.Builder().commonName(name).certificateAuthority(1).build();
  }

  /** A certificate for the loopback address, where the tests' servers are. */
  static HeldCertificate.Builder server() {
    return new HeldCertificate.Builder().commonName(CLUSTER).addSubjectAlternativeName("127.0.0.1");
  }

  static HeldCertificate.Builder client(String name) {
    return new HeldCertificate.Builder().commonName(name).signedBy(AUTHORITY);
  }

  static HeldCertificate.Builder expired(HeldCertificate.Builder certificate) {
    return from(certificate, Instant.now().minus(Duration.ofDays(20)), Duration.ofDays(10));
  }

  static HeldCertificate.Builder notYetValid(HeldCertificate.Builder certificate) {
    return from(certificate, Instant.now().plus(Duration.ofDays(10)), Duration.ofDays(10));
  }

  private static HeldCertificate.Builder from(
      HeldCertificate.Builder certificate, Instant start, Duration life) {
    return certificate.validityInterval(start.toEpochMilli(), start.plus(life).toEpochMilli());
  }

  static String thumbprint(HeldCertificate certificate, String algorithm) {
    try {
      byte[] encoded = certificate.certificate().getEncoded();
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance(algorithm).digest(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String thumbprint(HeldCertificate certificate) {
    return thumbprint(certificate, "SHA-1");
  }

  static Path write(Path file, String content) {
    try {
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path pem(Path folder, HeldCertificate certificate) {
    return write(folder.resolve(thumbprint(certificate) + ".pem"), certificate.certificatePem());
  }

  static KeyStore keyStore(HeldCertificate held, String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = {held.certificate(), AUTHORITY.certificate()};
      store.setKeyEntry("own", held.keyPair().getPrivate(), password.toCharArray(), chain);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path pkcs12(Path file, HeldCertificate held, String password) {
    return store(file, keyStore(held, password), password);
  }

  static Path store(Path file, KeyStore store, String password) {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
      return file;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
