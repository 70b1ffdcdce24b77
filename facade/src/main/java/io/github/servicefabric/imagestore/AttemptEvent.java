package io.github.servicefabric.imagestore;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one attempt, for metrics. Immutable, hence safe for use by several threads. A
 * listener gets them from the client; a test of a listener makes them with {@link #builder}.
 */
public final class AttemptEvent {
  private final Builder facts;

  private AttemptEvent(Builder facts) {
    this.facts = facts;
  }

  /**
   * {@return a builder for the test of a listener}
   *
   * @param operation see {@link #operation}
   * @param endpoint see {@link #endpoint}
   * @param requestId see {@link #requestId}
   */
  public static Builder builder(String operation, String endpoint, String requestId) {
    return new Builder(operation, endpoint, requestId);
  }

  /** {@return the contract's operation id, {@code commitImageStoreUploadSession} for example} */
  public String operation() {
    return facts.operation;
  }

  /** {@return where it went, such as {@code http://localhost:19080/}} */
  public String endpoint() {
    return facts.endpoint;
  }

  /** {@return the id that all attempts of the call carry} */
  public String requestId() {
    return facts.requestId;
  }

  /** {@return which attempt of its call it was, from 1} */
  public int number() {
    return facts.number;
  }

  /** {@return the upload session that the operation is about, if it is about one} */
  public Optional<UUID> sessionId() {
    return Optional.ofNullable(facts.sessionId);
  }

  /** {@return the path in the image store that the operation is about, if it is about one} */
  public Optional<String> storePath() {
    return Optional.ofNullable(facts.storePath);
  }

  /** {@return how many bytes of a body went out, 0 where there was none} */
  public long bytes() {
    return facts.bytes;
  }

  /** {@return whether it went out on a connection that had been used before} */
  public boolean connectionReused() {
    return facts.connectionReused;
  }

  /** {@return the HTTP status of the answer, 0 where none came} */
  public int statusCode() {
    return facts.statusCode;
  }

  /** {@return the Fabric error code as sent, empty where the answer had none} */
  public String code() {
    return facts.code;
  }

  /** {@return what kept an answer from coming, null where one came} */
  public @Nullable Exception failure() {
    return facts.failure;
  }

  /** {@return the time from the start of the attempt to its end; no wait for its turn is in it} */
  public Duration duration() {
    return facts.duration;
  }

  /** Returns the facts, for people. */
  @Override
  public String toString() {
    return "AttemptEvent{operation="
        + facts.operation
        + ", endpoint="
        + facts.endpoint
        + ", requestId="
        + facts.requestId
        + ", number="
        + facts.number
        + ", sessionId="
        + facts.sessionId
        + ", storePath="
        + facts.storePath
        + ", bytes="
        + facts.bytes
        + ", connectionReused="
        + facts.connectionReused
        + ", statusCode="
        + facts.statusCode
        + ", code="
        + facts.code
        + ", failure="
        + facts.failure
        + ", duration="
        + facts.duration
        + '}';
  }

  /** Collects an {@link AttemptEvent}. Not safe for use by several threads. */
  public static final class Builder {
    private final String operation;
    private final String endpoint;
    private final String requestId;
    private int number = 1;
    private @Nullable UUID sessionId;
    private @Nullable String storePath;
    private long bytes;
    private boolean connectionReused;
    private int statusCode;
    private String code = "";
    private @Nullable Exception failure;
    private Duration duration = Duration.ZERO;

    private Builder(String operation, String endpoint, String requestId) {
      this.operation = operation;
      this.endpoint = endpoint;
      this.requestId = requestId;
    }

    private Builder(Builder that) {
      this(that.operation, that.endpoint, that.requestId);
      number = that.number;
      sessionId = that.sessionId;
      storePath = that.storePath;
      bytes = that.bytes;
      connectionReused = that.connectionReused;
      statusCode = that.statusCode;
      code = that.code;
      failure = that.failure;
      duration = that.duration;
    }

    /**
     * Sets which attempt of its call it was.
     *
     * @param number from 1; 1 where it is unset
     * @return this builder
     */
    public Builder number(int number) {
      this.number = number;
      return this;
    }

    /**
     * Sets the upload session.
     *
     * @param sessionId null for none, as where it is unset
     * @return this builder
     */
    public Builder sessionId(@Nullable UUID sessionId) {
      this.sessionId = sessionId;
      return this;
    }

    /**
     * Sets the path in the image store.
     *
     * @param storePath null for none, as where it is unset
     * @return this builder
     */
    public Builder storePath(@Nullable String storePath) {
      this.storePath = storePath;
      return this;
    }

    /**
     * Sets how many bytes of a body went out.
     *
     * @param bytes 0 where it is unset
     * @return this builder
     */
    public Builder bytes(long bytes) {
      this.bytes = bytes;
      return this;
    }

    /**
     * Sets whether it went out on a connection that had been used before.
     *
     * @param connectionReused false where it is unset
     * @return this builder
     */
    public Builder connectionReused(boolean connectionReused) {
      this.connectionReused = connectionReused;
      return this;
    }

    /**
     * Sets the HTTP status.
     *
     * @param statusCode 0 for none, as where it is unset
     * @return this builder
     */
    public Builder statusCode(int statusCode) {
      this.statusCode = statusCode;
      return this;
    }

    /**
     * Sets the Fabric error code.
     *
     * @param code empty for none, as where it is unset
     * @return this builder
     */
    public Builder code(String code) {
      this.code = code;
      return this;
    }

    /**
     * Sets what kept an answer from coming.
     *
     * @param failure null for nothing, as where it is unset
     * @return this builder
     */
    public Builder failure(@Nullable Exception failure) {
      this.failure = failure;
      return this;
    }

    /**
     * Sets how long the attempt took.
     *
     * @param duration zero where it is unset
     * @return this builder
     */
    public Builder duration(Duration duration) {
      this.duration = duration;
      return this;
    }

    /** {@return the facts set so far} */
    public AttemptEvent build() {
      return new AttemptEvent(new Builder(this));
    }
  }
}
