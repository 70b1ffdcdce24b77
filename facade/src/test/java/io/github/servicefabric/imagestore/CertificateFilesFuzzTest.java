package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import okhttp3.tls.HeldCertificate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were cut, joined and damaged: refused as such, or read, and never shown. */
class CertificateFilesFuzzTest {
  private static final int ROUNDS = 400;
  private static final int MOST_FLIPS = 6;
  private static final int WINDOW = 12;
  private static final char[] PASSWORD = "s3cret-pass".toCharArray();
  private static final HeldCertificate OWN = Certificates.client("deployer").rsa2048().build();

  @TempDir Path folder;
  private final Set<String> secrets = new HashSet<>(Set.of("s3cret-pass"));
  private List<byte[]> originals;

  @BeforeEach
  void makeOriginals() throws Exception {
    byte[] store =
        Files.readAllBytes(Certificates.pkcs12(folder.resolve("own.p12"), OWN, "s3cret-pass"));
    byte[] key = OWN.keyPair().getPrivate().getEncoded();
    String base64 = Base64.getEncoder().encodeToString(key);
    for (int i = 0; i + WINDOW <= base64.length(); i++) {
      secrets.add(base64.substring(i, i + WINDOW));
    }
    originals =
        List.of(
            store,
            Base64.getEncoder().encode(store),
            Asn1.storeInTheClear(key),
            Asn1.scryptKey(),
            key,
            OWN.certificate().getEncoded(),
            ascii(OWN.privateKeyPkcs8Pem() + OWN.certificatePem()),
            ascii(OWN.privateKeyPkcs1Pem()),
            ascii(OWN.certificatePem() + Certificates.AUTHORITY.certificatePem()),
            OWN.certificatePem().getBytes(StandardCharsets.UTF_16));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void damageIsToldAsSuchAndNothingSecretWithIt() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path whole = Certificates.pem(folder, OWN);
    Path key = Certificates.write(folder.resolve("key.pem"), OWN.privateKeyPkcs8Pem());
    Path file = folder.resolve("damaged");
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, damaged(random));
      String where = "seed " + seed + ", round " + round;
      readOrRefused(where, () -> read(ClientCredentials.certificate(file, PASSWORD)));
      readOrRefused(where, () -> read(ClientCredentials.certificate(whole, file, PASSWORD)));
      readOrRefused(where, () -> read(ClientCredentials.certificate(file, key)));
      readOrRefused(where, () -> ServerTrust.certificateAuthorities(file).identity().trust().get());
    }
  }

  private static void read(ClientCredentials credentials) {
    credentials.identity().keys().apply(Instant.now());
  }

  private byte[] damaged(Random random) {
    byte[] one = part(random);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(one);
    if (random.nextInt(3) == 0) {
      all.writeBytes(part(random));
    }
    byte[] bytes = all.toByteArray();
    for (int flips = random.nextInt(MOST_FLIPS); flips > 0 && bytes.length > 0; flips--) {
      // The first bytes tell the form, and get their share.
      int most = random.nextBoolean() ? bytes.length : Math.min(64, bytes.length);
      bytes[random.nextInt(most)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] part(Random random) {
    byte[] original = originals.get(random.nextInt(originals.size()));
    int from = random.nextInt(4) == 0 ? random.nextInt(original.length) : 0;
    int to =
        random.nextInt(2) == 0 ? from + random.nextInt(original.length - from) : original.length;
    return Arrays.copyOfRange(original, from, to);
  }

  private void readOrRefused(String where, ThrowingCallable reading) {
    Throwable refused = catchThrowable(reading);
    if (refused == null) {
      return;
    }
    assertThat(refused).as(where).isInstanceOf(IllegalArgumentException.class);
    assertThat(refused.getMessage()).as(where).contains(folder.toString());
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      String words = cause.toString();
      assertThat(secrets).as(where + ": " + words).noneMatch(words::contains);
    }
  }
}
