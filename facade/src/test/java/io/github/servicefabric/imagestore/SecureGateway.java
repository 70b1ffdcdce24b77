package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;
import okhttp3.TlsVersion;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A gateway on https and loopback. It answers 200 unless it is told otherwise, and takes clients
 * with a certificate of {@link Certificates#AUTHORITY} where it asks for one.
 */
final class SecureGateway implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final Queue<MockResponse> answers = new ConcurrentLinkedQueue<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final SSLSocketFactory sockets;
  private final Semaphore arrived = new Semaphore(0);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private SecureGateway(HeldCertificate own, HeldCertificate... issuers) {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(own, chain(issuers))
            .addTrustedCertificate(Certificates.AUTHORITY.certificate())
            .build();
    sockets = certificates.sslSocketFactory();
    server.useHttps(sockets);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            CountDownLatch before = gate;
            requests.add(request);
            arrived.release();
            before.await();
            MockResponse answer = answers.poll();
            return answer == null ? new MockResponse.Builder().build() : answer;
          }

          @Override
          public MockResponse peek() {
            MockResponse next = answers.peek();
            return next == null ? super.peek() : next;
          }
        });
  }

  private static java.security.cert.X509Certificate[] chain(HeldCertificate... issuers) {
    return java.util.Arrays.stream(issuers)
        .map(HeldCertificate::certificate)
        .toArray(java.security.cert.X509Certificate[]::new);
  }

  /** A gateway with this certificate, which sends those of its issuers along. */
  static SecureGateway of(HeldCertificate own, HeldCertificate... issuers) {
    return new SecureGateway(own, issuers);
  }

  /** A gateway with a certificate of {@link Certificates#AUTHORITY}. */
  static SecureGateway trusted() {
    return of(Certificates.server().signedBy(Certificates.AUTHORITY).build());
  }

  SecureGateway needsClientCertificate() {
    server.requireClientAuth();
    return this;
  }

  SecureGateway wantsClientCertificate() {
    server.requestClientAuth();
    return this;
  }

  SecureGateway speaking(TlsVersion version) {
    server.useHttps(new OneTlsVersion(sockets, version));
    return this;
  }

  SecureGateway speaking(Protocol protocol) {
    server.setProtocols(
        protocol == Protocol.HTTP_1_1 ? List.of(protocol) : List.of(protocol, Protocol.HTTP_1_1));
    return this;
  }

  SecureGateway answers(MockResponse... next) {
    answers.addAll(List.of(next));
    return this;
  }

  SecureGateway answers(int... statuses) {
    for (int status : statuses) {
      answers.add(new MockResponse.Builder().code(status).build());
    }
    return this;
  }

  /** Lets the requests from now on wait for their answers until the latch is open. */
  void holds(CountDownLatch open) {
    gate = open;
  }

  /** Waits for one more request than it did before. */
  void awaitRequest() throws InterruptedException {
    arrived.acquire();
  }

  /** The URL to give to a client; the gateway runs from here on. */
  String endpoint() {
    try {
      if (!server.getStarted()) {
        server.start(InetAddress.getByName("127.0.0.1"), 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "https://127.0.0.1:" + server.getPort();
  }

  List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  RecordedRequest onlyRequest() {
    if (requests.size() != 1) {
      throw new AssertionError("expected one request, but there were " + requests.size());
    }
    return requests.get(0);
  }

  @Override
  public void close() {
    server.close();
  }
}
