package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates that are renewed on disk while a client is in use. */
class RenewalTest {
  private static final int THREADS = 4;
  private static final int RENEWALS = 12;

  /** Far more commits than any look lasts. */
  private static final int MOST_TRIES = 10_000;

  private static final Duration LOOK = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final TestTiming timing = new TestTiming();
  private final Tasks tasks = new Tasks();
  private final SecureGateway gateway = SecureGateway.trusted().needsClientCertificate();

  @BeforeEach
  void startAfterTheCertificatesAreMade() {
    // They are valid from now on for a day, and this clock stands still.
    timing.startAt(Instant.now().plus(Duration.ofHours(1)));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private Path certificate() {
    return folder.resolve("own.pem");
  }

  private Path key() {
    return folder.resolve("own.key");
  }

  private HeldCertificate renewed(String name) throws IOException {
    HeldCertificate held = Certificates.client(name).build();
    replace(certificate(), held.certificatePem());
    replace(key(), held.privateKeyPkcs8Pem());
    return held;
  }

  /** As tools that renew certificates do: a reader sees the one file or the other. */
  private void replace(Path file, String content) throws IOException {
    Path next = Certificates.write(folder.resolve("next"), content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private ImageStoreClient.Builder builder() {
    return ImageStoreClient.builder()
        .endpoint(gateway.endpoint())
        .serverTrust(
            ServerTrust.certificateAuthorities(Certificates.pem(folder, Certificates.AUTHORITY)))
        .credentials(ClientCredentials.certificate(certificate(), key()))
        .executor(tasks)
        .timing(timing)
        .retryPolicy(RetryPolicy.none());
  }

  /** Commits when a look at the files is due, and waits until it has taken place. */
  private void commitAndLook(Style style, ImageStoreClient client) {
    timing.pass(LOOK);
    style.commit(client, UUID.randomUUID());
    tasks.awaitEnd();
  }

  private Set<Certificate> seen() {
    Set<Certificate> seen = new HashSet<>();
    gateway.requests().forEach(r -> seen.add(r.getHandshake().peerCertificates().get(0)));
    return seen;
  }

  private Certificate lastSeen() {
    var requests = gateway.requests();
    return requests.get(requests.size() - 1).getHandshake().peerCertificates().get(0);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void underLoadNoCommitFailsAndEachNewCertificateIsSeen(Style style) throws Exception {
    Set<Certificate> certificates = new HashSet<>();
    certificates.add(renewed("deployer").certificate());
    AtomicBoolean done = new AtomicBoolean();
    try (ImageStoreClient client = builder().build()) {
      List<CompletableFuture<Void>> load = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        load.add(
            CompletableFuture.runAsync(
                () -> {
                  while (!done.get()) {
                    style.commit(client, UUID.randomUUID());
                  }
                },
                task -> new Thread(task).start()));
      }
      for (int i = 0; i < RENEWALS; i++) {
        gateway.awaitRequest();
        Certificate next = renewed("deployer").certificate();
        certificates.add(next);
        // A thread of the load may be the one that looks, so that this one cannot wait for it.
        for (int tries = 0; tries < MOST_TRIES && !seen().contains(next); tries++) {
          timing.pass(LOOK);
          style.commit(client, UUID.randomUUID());
        }
      }
      done.set(true);
      for (CompletableFuture<Void> one : load) {
        one.get();
      }
    }
    assertThat(seen()).isEqualTo(certificates);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aHalfWrittenRenewalKeepsTheFormerCertificate(Style style) throws Exception {
    HeldCertificate former = renewed("deployer");
    HeldCertificate next = Certificates.client("deployer").build();
    try (ImageStoreClient client = builder().build()) {
      style.commit(client, UUID.randomUUID());
      String pem = next.certificatePem();
      for (String half : new String[] {"", pem.substring(0, 100), pem}) {
        Files.writeString(certificate(), half);
        commitAndLook(style, client);
        style.commit(client, UUID.randomUUID());
        assertThat(lastSeen()).isEqualTo(former.certificate());
      }
      Files.delete(key());
      commitAndLook(style, client);
      style.commit(client, UUID.randomUUID());
      assertThat(lastSeen()).isEqualTo(former.certificate());
      Files.writeString(key(), next.privateKeyPkcs8Pem());
      commitAndLook(style, client);
      style.commit(client, UUID.randomUUID());
      assertThat(lastSeen()).isEqualTo(next.certificate());
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aLogThatThrowsDoesNotTurnAHalfWrittenRenewalIntoAFailure(Style style) throws Exception {
    HeldCertificate former = renewed("deployer");
    AtomicBoolean asked = new AtomicBoolean();
    try (ImageStoreClient client = builder().build();
        LogCapture log = new LogCapture(Level.WARNING)) {
      log.beforeEach(
          () -> {
            asked.set(true);
            throw new IllegalStateException("mine");
          });
      replace(certificate(), "");
      commitAndLook(style, client);
      style.commit(client, UUID.randomUUID());
      assertThat(asked).isTrue();
      assertThat(lastSeen()).isEqualTo(former.certificate());
    }
  }

  @Test
  void aCallUnderWayGoesOn() throws Exception {
    renewed("deployer");
    CountDownLatch open = new CountDownLatch(1);
    try (ImageStoreClient client = builder().build()) {
      gateway.holds(open);
      CompletableFuture<Void> underWay = client.async().commitUploadSession(UUID.randomUUID());
      gateway.awaitRequest();
      gateway.holds(new CountDownLatch(0));
      HeldCertificate next = renewed("deployer");

      timing.pass(LOOK);
      for (int tries = 0; tries < MOST_TRIES && !seen().contains(next.certificate()); tries++) {
        client.commitUploadSession(UUID.randomUUID());
      }

      assertThat(lastSeen()).isEqualTo(next.certificate());
      assertThat(underWay).isNotDone();
      open.countDown();
      underWay.get();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void theConnectionsOfACallersOwnClientAreLeftAlone(Style style) throws Exception {
    renewed("deployer");
    OkHttpClient own = new OkHttpClient();
    try (ImageStoreClient client = builder().httpClient(own).build()) {
      style.commit(client, UUID.randomUUID());
      assertThat(own.connectionPool().idleConnectionCount()).isEqualTo(1);
      HeldCertificate next = renewed("deployer");
      commitAndLook(style, client);
      style.commit(client, UUID.randomUUID());
      assertThat(lastSeen()).isEqualTo(next.certificate());
      assertThat(own.connectionPool().idleConnectionCount()).isEqualTo(2);
    }
    own.connectionPool().evictAll();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void renewedAuthoritiesArePickedUp(Style style) throws Exception {
    renewed("deployer");
    Path authorities = Certificates.pem(folder, Certificates.OTHER_AUTHORITY);
    ImageStoreClient.Builder builder =
        builder().serverTrust(ServerTrust.certificateAuthorities(authorities));
    try (ImageStoreClient client = builder.build()) {
      assertThatThrownBy(() -> style.commit(client, UUID.randomUUID()))
          .isInstanceOf(ImageStoreUnreachableException.class);
      replace(authorities, Certificates.AUTHORITY.certificatePem());
      timing.pass(LOOK);
      try {
        style.commit(client, UUID.randomUUID());
        // The look that this call began was quicker than its request.
      } catch (ImageStoreUnreachableException e) {
        // As ever: no call waits for a look.
      }
      tasks.awaitEnd();
      style.commit(client, UUID.randomUUID());
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aRenewalThatComesBeforeItsTimeIsReadAgainWithoutAnotherChange(Style style) throws Exception {
    Instant start = Instant.now().minus(Duration.ofHours(1));
    timing.startAt(start);
    HeldCertificate former = validFrom(start.minusSeconds(60));
    HeldCertificate next = validFrom(start.plusSeconds(10));
    replace(certificate(), former.certificatePem());
    replace(key(), former.privateKeyPkcs8Pem());
    try (ImageStoreClient client = builder().build()) {
      replace(key(), next.privateKeyPkcs8Pem());
      replace(certificate(), next.certificatePem());
      for (int seconds = 0; seconds < 30; seconds += 5) {
        commitAndLook(style, client);
        style.commit(client, UUID.randomUUID());
        assertThat(lastSeen()).isEqualTo(former.certificate());
      }
      commitAndLook(style, client);
      style.commit(client, UUID.randomUUID());
      assertThat(lastSeen()).isEqualTo(next.certificate());
    }
  }

  /** It is not the caller's thread that reads, and a call does not wait for whoever does. */
  @Test
  void theFormerCertificateServesWhileTheNextOneIsRead() throws Exception {
    HeldCertificate former = renewed("deployer");
    List<Runnable> looks = new ArrayList<>();
    try (ImageStoreClient client = builder().executor(looks::add).build()) {
      client.commitUploadSession(UUID.randomUUID());
      HeldCertificate next = renewed("deployer");
      timing.pass(LOOK.minusNanos(1));
      client.commitUploadSession(UUID.randomUUID());
      assertThat(looks).isEmpty();
      timing.pass(Duration.ofNanos(1));
      client.commitUploadSession(UUID.randomUUID());
      assertThat(seen()).containsExactly(former.certificate());
      assertThat(looks).hasSize(1);
      looks.get(0).run();
      client.commitUploadSession(UUID.randomUUID());
      assertThat(lastSeen()).isEqualTo(next.certificate());
    }
  }

  private static HeldCertificate validFrom(Instant start) {
    Instant end = start.plus(Duration.ofDays(1));
    return Certificates.client("deployer")
        .validityInterval(start.toEpochMilli(), end.toEpochMilli())
        .build();
  }
}
