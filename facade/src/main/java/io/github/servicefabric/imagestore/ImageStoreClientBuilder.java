package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.Tls;
import java.util.List;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Collects what a client needs. Not safe for use by several threads. */
public final class ImageStoreClientBuilder {
  private static final int DEFAULT_MAX_REQUESTS = 256;
  private static final int DEFAULT_MAX_IDLE_CONNECTIONS = 256;

  private List<HttpUrl> endpoints = List.of();
  CommitOptions defaults = CommitOptions.defaults();
  RetryPolicy policy = RetryPolicy.defaults();
  private @Nullable Timing timing;
  @Nullable AttemptListener listener;
  @Nullable ClientCredentials credentials;
  private @Nullable ServerTrust trust;
  private @Nullable OkHttpClient http;
  private int maxConcurrentRequests = DEFAULT_MAX_REQUESTS;
  private @Nullable Integer maxIdleConnections;

  ImageStoreClientBuilder() {}

  /**
   * Sets the HTTP gateway of the cluster.
   *
   * @param endpoint an absolute http or https URL such as {@code http://localhost:19080}; a path in
   *     it, with a slash at its end or not, goes before that of the operation
   * @return this builder
   * @throws NullPointerException if the endpoint is null
   * @throws IllegalArgumentException if it is no such URL, or has user info, query or fragment
   */
  public ImageStoreClientBuilder endpoint(String endpoint) {
    return endpoints(endpoint);
  }

  /**
   * Sets the HTTP gateways of several nodes of one cluster. A call starts at a random one, stays
   * there while it works, and goes on to the next where no connection can be made or the gateway
   * answers 502 or 503; each is one of the {@link RetryPolicy}'s attempts.
   *
   * @param endpoints one or more, in the form that {@link #endpoint} takes, all http or all https;
   *     equal ones count once
   * @return this builder
   * @throws NullPointerException if an endpoint is null
   * @throws IllegalArgumentException if there is none, if one has another form, or if http and
   *     https are mixed
   */
  public ImageStoreClientBuilder endpoints(String... endpoints) {
    this.endpoints = Arguments.endpoints(endpoints);
    return this;
  }

  /**
   * Sets how the cluster is recognized.
   *
   * @param trust where it is unset, the JVM's own trust, with the host name checked
   * @return this builder
   * @throws NullPointerException if the trust is null
   */
  public ImageStoreClientBuilder serverTrust(ServerTrust trust) {
    this.trust = Objects.requireNonNull(trust, "trust must not be null");
    return this;
  }

  /**
   * Sets how the client proves who it is.
   *
   * @param credentials none where they are unset
   * @return this builder
   * @throws NullPointerException if the credentials are null
   */
  public ImageStoreClientBuilder credentials(ClientCredentials credentials) {
    this.credentials = Objects.requireNonNull(credentials, "credentials must not be null");
    return this;
  }

  /**
   * Sets the options for what a call leaves unset.
   *
   * @param options {@link CommitOptions#defaults()} where they are unset
   * @return this builder
   * @throws NullPointerException if the options are null
   */
  public ImageStoreClientBuilder defaultOptions(CommitOptions options) {
    this.defaults = Objects.requireNonNull(options, "options must not be null");
    return this;
  }

  /**
   * Sets how often a commit is attempted, and the pauses.
   *
   * @param policy {@link RetryPolicy#defaults()} where it is unset
   * @return this builder
   * @throws NullPointerException if the policy is null
   */
  public ImageStoreClientBuilder retryPolicy(RetryPolicy policy) {
    this.policy = Objects.requireNonNull(policy, "policy must not be null");
    return this;
  }

  /**
   * Sets who is told of each attempt.
   *
   * @param listener none where it is unset
   * @return this builder
   * @throws NullPointerException if the listener is null
   */
  public ImageStoreClientBuilder attemptListener(AttemptListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener must not be null");
    return this;
  }

  /**
   * Sets an OkHttp client whose connections, proxy, connect timeout and interceptors are used, and
   * its TLS set-up unless {@link #serverTrust} or a certificate of {@link #credentials} takes its
   * place. Its other timeouts, redirects, retries and dispatcher are not used: those are this
   * library's. It is left alone when the client is closed.
   *
   * <p>An interrupt ends a synchronous call at once only on connections that this client opened
   * itself, and not on those of a socket factory of its own or of a SOCKS proxy.
   *
   * @param http a client of this library's own where it is unset
   * @return this builder
   * @throws NullPointerException if the OkHttp client is null
   */
  public ImageStoreClientBuilder httpClient(OkHttpClient http) {
    this.http = Objects.requireNonNull(http, "http must not be null");
    return this;
  }

  /**
   * Sets how many asynchronous commits have a request under way at once; others wait for their
   * turn. Synchronous ones are not counted. Each takes a thread of the HTTP stack while it has a
   * request under way.
   *
   * @param requests 1 or more; 256 where it is unset
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public ImageStoreClientBuilder maxConcurrentRequests(int requests) {
    this.maxConcurrentRequests = Arguments.atLeastOne("maxConcurrentRequests", requests);
    return this;
  }

  /**
   * Sets how many connections are kept open for the next commits, for at most 5 minutes.
   *
   * @param connections 1 or more; 256 where it is unset
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public ImageStoreClientBuilder maxIdleConnections(int connections) {
    this.maxIdleConnections = Arguments.atLeastOne("maxIdleConnections", connections);
    return this;
  }

  /** For tests, which wait for no clock. */
  ImageStoreClientBuilder timing(Timing timing) {
    this.timing = timing;
    return this;
  }

  /**
   * Makes the client; no connection is made yet, but all files are read.
   *
   * @return a new client
   * @throws IllegalStateException if no endpoint is set, or if idle connections are limited
   *     although an OkHttp client is given, whose connection pool has a limit of its own
   * @throws IllegalArgumentException if credentials or server trust are set for an http endpoint,
   *     or if a certificate, key or password is not what it has to be
   */
  public ImageStoreClient build() {
    if (endpoints.isEmpty()) {
      throw new IllegalStateException(
          "endpoint is not set: call endpoint(\"http://localhost:19080\") or the like");
    }
    if (http != null && maxIdleConnections != null) {
      throw new IllegalStateException(
          "maxIdleConnections has no effect beside httpClient: set the limit in its ConnectionPool");
    }
    boolean secure = endpoints.get(0).isHttps();
    if (!secure && (credentials != null || trust != null)) {
      throw new IllegalArgumentException(
          "credentials and serverTrust need an https endpoint, but it was "
              + endpoints.get(0)
              + ": they would be sent, or mean nothing, in the clear");
    }
    // One for each client, for closing a client stops its clock.
    Timing own = timing == null ? new SystemTiming() : timing;
    return new ImageStoreClient(this, endpoints, stack(secure, own), own);
  }

  private HttpStack stack(boolean secure, Timing timing) {
    TokenSource token = credentials == null ? null : credentials.token();
    if (http != null) {
      boolean replaced = trust != null || (credentials != null && token == null);
      Tls tls = replaced ? tls() : null;
      return HttpStack.on(http, maxConcurrentRequests, timing, tls, token);
    }
    Tls tls = secure ? tls() : null;
    int idle = maxIdleConnections == null ? DEFAULT_MAX_IDLE_CONNECTIONS : maxIdleConnections;
    return HttpStack.own(endpoints, maxConcurrentRequests, idle, timing, tls, token);
  }

  private Tls tls() {
    return new Tls(
        trust == null ? null : trust.identity(),
        credentials == null ? null : credentials.identity());
  }
}
