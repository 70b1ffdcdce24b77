package io.github.servicefabric.imagestore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file that is in the image store now. Immutable. It keeps names rather than
 * paths, for a package may have very many files.
 */
public final class UploadResult {
  private final Path folder;
  private final String storeFolder;
  private final String name;
  private final long size;
  private final @Nullable UUID sessionId;
  private final int parts;
  private final long bytesSent;
  private final long bytesResumed;
  private final int attempts;
  private final boolean verified;
  private final Duration duration;

  private UploadResult(Builder builder) {
    this.folder = builder.folder;
    this.storeFolder = builder.storeFolder;
    this.name = builder.name;
    this.size = builder.size;
    this.sessionId = builder.sessionId;
    this.parts = builder.parts;
    this.bytesSent = builder.bytesSent;
    this.bytesResumed = builder.bytesResumed;
    this.attempts = builder.attempts;
    this.verified = builder.verified;
    this.duration = builder.duration;
  }

  /**
   * {@return a builder, for tests of what is done with a result}
   *
   * @param folder the folder that the name is in; empty for a path of its own
   * @param storeFolder the same in the image store; empty for a path of its own
   * @param name of the file in both, with slashes between its segments
   * @param size in bytes
   */
  public static Builder builder(Path folder, String storeFolder, String name, long size) {
    return new Builder(folder, storeFolder, name, size);
  }

  /** {@return the file on this side} */
  public Path file() {
    return name.isEmpty() ? folder : folder.resolve(name);
  }

  /** {@return its path in the image store} */
  public String storePath() {
    return name.isEmpty() ? storeFolder : storeFolder + "/" + name;
  }

  /** {@return its size in bytes} */
  public long size() {
    return size;
  }

  /**
   * {@return the upload session under which it went; empty where it went in one request, as small
   * files do, and all files where the cluster has no sessions}
   */
  public Optional<UUID> sessionId() {
    return Optional.ofNullable(sessionId);
  }

  /** {@return in how many parts this call sent it; 1 for one request, 0 where all was there} */
  public int parts() {
    return parts;
  }

  /** {@return how many bytes of bodies this call sent for it, those sent again included} */
  public long bytesSent() {
    return bytesSent;
  }

  /** {@return how many of its bytes the image store had already} */
  public long bytesResumed() {
    return bytesResumed;
  }

  /** {@return how many requests were made for it, of any operation} */
  public int attempts() {
    return attempts;
  }

  /**
   * {@return whether the image store lists it with its size; false, too, where it was committed and
   * somebody else's file took its place each time before it could be looked at}
   */
  public boolean verified() {
    return verified;
  }

  /** {@return the time from its first request to its end} */
  public Duration duration() {
    return duration;
  }

  /** Returns what became of it, for people. */
  @Override
  public String toString() {
    return "UploadResult{file="
        + file()
        + ", storePath="
        + storePath()
        + ", size="
        + size
        + ", sessionId="
        + sessionId
        + ", parts="
        + parts
        + ", bytesSent="
        + bytesSent
        + ", bytesResumed="
        + bytesResumed
        + ", attempts="
        + attempts
        + ", verified="
        + verified
        + ", duration="
        + duration
        + '}';
  }

  /** Collects an {@link UploadResult}. Not safe for use by several threads. */
  public static final class Builder {
    private final Path folder;
    private final String storeFolder;
    private final String name;
    private final long size;
    private @Nullable UUID sessionId;
    private int parts;
    private long bytesSent;
    private long bytesResumed;
    private int attempts;
    private boolean verified;
    private Duration duration = Duration.ZERO;

    private Builder(Path folder, String storeFolder, String name, long size) {
      this.folder = Objects.requireNonNull(folder, "folder must not be null");
      this.storeFolder = Objects.requireNonNull(storeFolder, "storeFolder must not be null");
      this.name = Objects.requireNonNull(name, "name must not be null");
      this.size = size;
    }

    /**
     * Sets the session.
     *
     * @param sessionId null for none
     * @return this builder
     */
    public Builder sessionId(@Nullable UUID sessionId) {
      this.sessionId = sessionId;
      return this;
    }

    /**
     * Sets what was sent.
     *
     * @param parts how many parts
     * @param bytesSent bytes of bodies
     * @param bytesResumed bytes that were there
     * @param attempts requests of any operation
     * @return this builder
     */
    public Builder sent(int parts, long bytesSent, long bytesResumed, int attempts) {
      this.parts = parts;
      this.bytesSent = bytesSent;
      this.bytesResumed = bytesResumed;
      this.attempts = attempts;
      return this;
    }

    /**
     * Sets whether it was verified.
     *
     * @param verified false where it is unset
     * @return this builder
     */
    public Builder verified(boolean verified) {
      this.verified = verified;
      return this;
    }

    /**
     * Sets how long it took.
     *
     * @param duration zero where it is unset
     * @return this builder
     */
    public Builder duration(Duration duration) {
      this.duration = Objects.requireNonNull(duration, "duration must not be null");
      return this;
    }

    /** {@return the result set so far} */
    public UploadResult build() {
      return new UploadResult(this);
    }
  }
}
