package io.github.servicefabric.imagestore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The options of an upload of a file or a package. Immutable. */
public final class UploadOptions {
  private static final long MIB = 1024 * 1024;
  private static final UploadOptions DEFAULTS = builder().build();

  private final Builder set;

  private UploadOptions(Builder set) {
    this.set = set;
  }

  /** When an upload goes on where an earlier one of the same file to the same path ended. */
  public enum Resume {
    /** Never: it begins anew, and leaves nothing behind when it is ended early. */
    NEVER,
    /**
     * Where the file is the same and was not written since: same absolute path, size, inode, times
     * of the last write and the last change. Where the file system does not tell the last of these,
     * as on Windows, the content is read and compared as well.
     */
    UNCHANGED_FILE,
    /** Where the content is the same, whichever file has it: for build machines. */
    SAME_CONTENT
  }

  /** {@return options with every default} */
  public static UploadOptions defaults() {
    return DEFAULTS;
  }

  /** {@return a builder that has every default} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the size of a part in bytes at the most} */
  public long partSize() {
    return set.partSize;
  }

  /** {@return how many requests are under way at once at the most} */
  public int parallelism() {
    return set.parallelism;
  }

  /** {@return when an upload goes on where an earlier one ended} */
  public Resume resume() {
    return set.resume;
  }

  /** {@return how long a body may wait without a byte of it taken} */
  public Duration stallTimeout() {
    return set.stallTimeout;
  }

  /** {@return the limit over the whole call; none where it is unset} */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(set.deadline);
  }

  /** {@return the options of each request; what they leave unset comes from the client} */
  public CallOptions call() {
    return set.call;
  }

  /** {@return whether the sizes are compared with those that the image store lists} */
  public boolean verify() {
    return set.verify;
  }

  /** {@return whether a package that is there already is deleted first} */
  public boolean replaceExisting() {
    return set.replaceExisting;
  }

  /** {@return which files and folders of a package are uploaded} */
  public Predicate<Path> filter() {
    return set.filter;
  }

  /** {@return whether links in a package are followed} */
  public boolean followLinks() {
    return set.followLinks;
  }

  /** {@return who is told of the progress; nobody where it is unset} */
  public Optional<UploadListener> listener() {
    return Optional.ofNullable(set.listener);
  }

  /** Collects {@link UploadOptions}. Not safe for use by several threads. */
  public static final class Builder {
    private long partSize = 16 * MIB;
    private int parallelism = 8;
    private Resume resume = Resume.UNCHANGED_FILE;
    private Duration stallTimeout = Duration.ofSeconds(30);
    private @Nullable Duration deadline;
    private CallOptions call = CallOptions.defaults();
    private boolean verify = true;
    private boolean replaceExisting;
    private Predicate<Path> filter = path -> true;
    private boolean followLinks;
    private @Nullable UploadListener listener;

    private Builder() {}

    private Builder(Builder that) {
      partSize = that.partSize;
      parallelism = that.parallelism;
      resume = that.resume;
      stallTimeout = that.stallTimeout;
      deadline = that.deadline;
      call = that.call;
      verify = that.verify;
      replaceExisting = that.replaceExisting;
      filter = that.filter;
      followLinks = that.followLinks;
      listener = that.listener;
    }

    /**
     * Sets the size of a part. A file up to it goes in one request, a larger one in parts of it and
     * smaller.
     *
     * @param bytes from 1 MiB to 1 GiB; 16 MiB where it is unset
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder partSize(long bytes) {
      this.partSize = Arguments.within("partSize", bytes, MIB, 1024 * MIB);
      return this;
    }

    /**
     * Sets how many requests are under way at once at the most, for files and parts together. An
     * upload begins with 2, takes more while that brings more bytes a second, and fewer where the
     * cluster answers that it is busy. Parts begin with 1 MiB and are as large as the network
     * carries in 4 seconds, {@link #partSize} at the most.
     *
     * @param requests from 1 to 256; 8 where it is unset
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder parallelism(int requests) {
      this.parallelism = (int) Arguments.within("parallelism", requests, 1, 256);
      return this;
    }

    /**
     * Sets when an upload goes on where an earlier one ended.
     *
     * @param resume {@link Resume#UNCHANGED_FILE} where it is unset
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public Builder resume(Resume resume) {
      this.resume = Objects.requireNonNull(resume, "resume must not be null");
      return this;
    }

    /**
     * Sets how long a body may wait without a byte of it taken.
     *
     * @param timeout longer than 0; 30 s where it is unset
     * @return this builder
     * @throws NullPointerException if the timeout is null
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder stallTimeout(Duration timeout) {
      this.stallTimeout = Arguments.positive("stallTimeout", timeout);
      return this;
    }

    /**
     * Sets a limit over the whole call.
     *
     * @param deadline longer than 0; none where it is unset
     * @return this builder
     * @throws NullPointerException if the deadline is null
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder deadline(Duration deadline) {
      this.deadline = Arguments.positive("deadline", deadline);
      return this;
    }

    /**
     * Sets the options of each request. A commit's timeout grows with its file, 60 s and 10 s a
     * GiB, unless it is set here or in the client's defaults. A deadline in them counts for the
     * whole call where none is set here.
     *
     * @param call the client's default options where they are unset
     * @return this builder
     * @throws NullPointerException if the options are null
     */
    public Builder call(CallOptions call) {
      this.call = Objects.requireNonNull(call, "call must not be null");
      return this;
    }

    /**
     * Sets whether the sizes are compared with those that the image store lists: of a file after
     * its commit, of a package once a folder.
     *
     * @param verify true where it is unset
     * @return this builder
     */
    public Builder verify(boolean verify) {
      this.verify = verify;
      return this;
    }

    /**
     * Sets whether a package that is there already is deleted first. Without it, such a package is
     * refused.
     *
     * @param replaceExisting false where it is unset
     * @return this builder
     */
    public Builder replaceExisting(boolean replaceExisting) {
      this.replaceExisting = replaceExisting;
      return this;
    }

    /**
     * Sets which files and folders of a package are uploaded.
     *
     * @param filter gets each path relative to the package; a folder that it refuses is left out
     *     with all that is below it. All are uploaded where it is unset
     * @return this builder
     * @throws NullPointerException if the filter is null
     */
    public Builder filter(Predicate<Path> filter) {
      this.filter = Objects.requireNonNull(filter, "filter must not be null");
      return this;
    }

    /**
     * Sets whether links in a package are followed. Without it, a link is an error.
     *
     * @param followLinks false where it is unset
     * @return this builder
     */
    public Builder followLinks(boolean followLinks) {
      this.followLinks = followLinks;
      return this;
    }

    /**
     * Sets who is told of the progress.
     *
     * @param listener nobody where it is unset
     * @return this builder
     * @throws NullPointerException if the listener is null
     */
    public Builder listener(UploadListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener must not be null");
      return this;
    }

    /** {@return the options set so far} */
    public UploadOptions build() {
      return new UploadOptions(new Builder(this));
    }
  }
}
