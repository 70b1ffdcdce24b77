package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of one call, or of every call of a client. Immutable, hence safe for use by several
 * threads.
 *
 * <p>What the options of a call leave unset comes from {@link
 * ImageStoreClient.Builder#defaultOptions the client's defaults}, and what those leave unset from
 * the defaults named here.
 */
public final class CallOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final String DEFAULT_API_VERSION = "6.0";
  private static final CallOptions DEFAULTS = new CallOptions(null, null, null, null);

  private final @Nullable Duration timeout;
  private final @Nullable Duration deadline;
  private final @Nullable String apiVersion;
  private final @Nullable String requestId;

  private CallOptions(
      @Nullable Duration timeout,
      @Nullable Duration deadline,
      @Nullable String apiVersion,
      @Nullable String requestId) {
    this.timeout = timeout;
    this.deadline = deadline;
    this.apiVersion = apiVersion;
    this.requestId = requestId;
  }

  /** {@return options that leave everything unset} */
  public static CallOptions defaults() {
    return DEFAULTS;
  }

  /** {@return a builder that leaves everything unset} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return a builder that starts with what is set here} */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.timeout = timeout;
    builder.deadline = deadline;
    builder.apiVersion = apiVersion;
    builder.requestId = requestId;
    return builder;
  }

  /** {@return the server timeout, 60 seconds where it is unset} */
  public Duration timeout() {
    return timeout == null ? DEFAULT_TIMEOUT : timeout;
  }

  boolean hasTimeout() {
    return timeout != null;
  }

  /** {@return the limit over all attempts and pauses; none where it is unset} */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** {@return the api-version, {@code 6.0} where it is unset} */
  public String apiVersion() {
    return apiVersion == null ? DEFAULT_API_VERSION : apiVersion;
  }

  /** {@return the request id; where it is unset, each call makes up a fresh GUID} */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** Returns these options, completed by others where something is unset here. */
  CallOptions orElse(CallOptions others) {
    if (this == DEFAULTS) {
      return others;
    }
    return new CallOptions(
        timeout == null ? others.timeout : timeout,
        deadline == null ? others.deadline : deadline,
        apiVersion == null ? others.apiVersion : apiVersion,
        requestId == null ? others.requestId : requestId);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallOptions that
        && Objects.equals(timeout, that.timeout)
        && Objects.equals(deadline, that.deadline)
        && Objects.equals(apiVersion, that.apiVersion)
        && Objects.equals(requestId, that.requestId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(timeout, deadline, apiVersion, requestId);
  }

  /** Returns what is set and what is not, for people. */
  @Override
  public String toString() {
    return "CallOptions{timeout="
        + timeout
        + ", deadline="
        + deadline
        + ", apiVersion="
        + apiVersion
        + ", requestId="
        + requestId
        + '}';
  }

  /** Collects {@link CallOptions}. Not safe for use by several threads. */
  public static final class Builder {
    private @Nullable Duration timeout;
    private @Nullable Duration deadline;
    private @Nullable String apiVersion;
    private @Nullable String requestId;

    private Builder() {}

    /**
     * Sets how long the server may work on the operation: its {@code timeout} parameter. An attempt
     * waits for its answer 15 seconds longer than that, so that the client never gives up before
     * the server may. Ask for minutes where packages are gigabytes.
     *
     * @param timeout whole seconds, from 1 to 4294967295; 60 where it is unset
     * @return this builder
     * @throws NullPointerException if the timeout is null
     * @throws IllegalArgumentException if it is out of range or has a fraction of a second
     */
    public Builder timeout(Duration timeout) {
      this.timeout = Arguments.timeout(timeout);
      return this;
    }

    /**
     * Sets a limit over all attempts of a call and the pauses between them. An attempt's own limit
     * shrinks to what is left of it, and no attempt starts after it.
     *
     * @param deadline longer than 0; where it is unset, only the attempts are limited, each by
     *     itself
     * @return this builder
     * @throws NullPointerException if the deadline is null
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder deadline(Duration deadline) {
      this.deadline = Arguments.positive("deadline", deadline);
      return this;
    }

    /**
     * Sets the version of the REST API: the {@code api-version} parameter. A runtime takes any
     * version up to its own.
     *
     * @param apiVersion {@code digits.digits}, with {@code -preview} after it or not, 6.0 or
     *     higher; {@code 6.0} where it is unset
     * @return this builder
     * @throws NullPointerException if the version is null
     * @throws IllegalArgumentException if it has another form or is lower than 6.0
     */
    public Builder apiVersion(String apiVersion) {
      this.apiVersion = Arguments.apiVersion(apiVersion);
      return this;
    }

    /**
     * Sets the id under which the cluster's gateway logs the request: the {@code
     * X-ServiceFabricRequestId} header. All attempts of a call carry the same one.
     *
     * @param requestId printable ASCII with no blank at either end; a fresh GUID for each call
     *     where it is unset
     * @return this builder
     * @throws NullPointerException if the id is null
     * @throws IllegalArgumentException if a header cannot carry it
     */
    public Builder requestId(String requestId) {
      this.requestId = Arguments.requestId(requestId);
      return this;
    }

    /** {@return the options set so far} */
    public CallOptions build() {
      return new CallOptions(timeout, deadline, apiVersion, requestId);
    }
  }
}
