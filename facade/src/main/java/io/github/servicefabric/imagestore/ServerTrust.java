package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.AuthorityCheck;
import io.github.servicefabric.imagestore.internal.tls.GivenTrust;
import io.github.servicefabric.imagestore.internal.tls.NameCheck;
import io.github.servicefabric.imagestore.internal.tls.ServerCheck;
import io.github.servicefabric.imagestore.internal.tls.Source;
import io.github.servicefabric.imagestore.internal.tls.Thumbprint;
import io.github.servicefabric.imagestore.internal.tls.Tls;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.X509TrustManager;

/**
 * How a client recognizes the cluster that it talks to, where the JVM's own trust does not do.
 * Immutable, hence safe for use by several threads and by several clients; {@link
 * ImageStoreClient.Builder#serverTrust} takes it. There is no way to switch the check off; only
 * {@link #of} leaves it to another library.
 *
 * <p>Files are read when a client is built, and whatever is wrong with them is told then, by an
 * {@link IllegalArgumentException} that says what was found. While the client is in use, a call
 * lets it look whether they have changed, at most every 5 seconds and in the background; changed
 * ones are read again, and new connections go by them. Until then, and for as long as the new files
 * cannot be read, the former ones count; a warning in the log says why, and they are tried again
 * when they change once more, and 30 seconds later. A file may have 4 MiB.
 */
public abstract sealed class ServerTrust permits ServerTrust.CommonNames, ServerTrust.Plain {
  private ServerTrust() {}

  /**
   * Trusts certificates that one of these authorities signed, and that are valid for the endpoint's
   * host name.
   *
   * @param files certificates in PEM, or in PKCS#12 without a password; one file or more
   * @return the trust
   * @throws NullPointerException if a file is null
   * @throws IllegalArgumentException if there is none
   */
  public static ServerTrust certificateAuthorities(Path... files) {
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(Source.of(file));
    }
    return ofAuthorities(sources);
  }

  /**
   * Trusts certificates that one of these authorities signed, and that are valid for the endpoint's
   * host name.
   *
   * @param streams certificates in PEM, or in PKCS#12 without a password; one stream or more, read
   *     to the end here and not closed
   * @return the trust
   * @throws NullPointerException if a stream is null
   * @throws IllegalArgumentException if there is none, or if one has more than 4 MiB
   * @throws java.io.UncheckedIOException if a stream cannot be read
   */
  public static ServerTrust certificateAuthorities(InputStream... streams) {
    List<Source> sources = new ArrayList<>();
    for (InputStream stream : streams) {
      sources.add(Source.of(stream));
    }
    return ofAuthorities(sources);
  }

  private static ServerTrust ofAuthorities(List<Source> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("certificateAuthorities must have one source or more");
    }
    List<Source> authorities = List.copyOf(sources);
    return new Plain(
        "authorities=" + authorities, authorities, true, () -> AuthorityCheck.read(authorities));
  }

  /**
   * Trusts the certificates with these thumbprints, within their dates, whoever signed them and
   * whatever host they name.
   *
   * @param thumbprints as Service Fabric's tools print them: SHA-1 or SHA-256, hexadecimal digits
   *     in any case, with or without colons or blanks; invisible characters, as dialogs and chats
   *     put between them, do not count; one or more
   * @return the trust
   * @throws NullPointerException if a thumbprint is null
   * @throws IllegalArgumentException if one has another form, or if there is none
   */
  public static ServerTrust thumbprints(String... thumbprints) {
    Set<Thumbprint> known = Thumbprint.parse(thumbprints);
    return new Plain("thumbprints=" + known, List.of(), false, () -> ServerCheck.of(known));
  }

  /**
   * Trusts certificates with one of these common names or DNS names that an authority of the JVM
   * signed, whatever host the endpoint names.
   *
   * @param names compared without regard to case; one or more
   * @return the trust, to which {@link CommonNames#issuedBy} adds issuers
   * @throws NullPointerException if a name is null
   * @throws IllegalArgumentException if one is blank, or if there is none
   */
  public static CommonNames commonNames(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("commonNames must have one name or more");
    }
    for (String name : names) {
      if (Objects.requireNonNull(name, "name must not be null").isBlank()) {
        throw new IllegalArgumentException("commonNames must not be blank");
      }
    }
    Set<String> known =
        Arrays.stream(names).map(NameCheck::folded).collect(Collectors.toUnmodifiableSet());
    return new CommonNames(known, Set.of());
  }

  /**
   * Leaves it to another library which certificates are trusted; the endpoint's host name is
   * checked beside that, as it is with {@link #certificateAuthorities}.
   *
   * @param trustManager asked for each new connection, perhaps by several threads at once; what it
   *     lets pass is trusted, dates included. An {@code X509ExtendedTrustManager} gets the socket,
   *     too; of any other the JVM checks the algorithms besides
   * @return the trust
   * @throws NullPointerException if the trust manager is null
   */
  public static ServerTrust of(X509TrustManager trustManager) {
    Objects.requireNonNull(trustManager, "trustManager must not be null");
    return new Plain("trust manager", List.of(), true, () -> GivenTrust.of(trustManager));
  }

  abstract Tls.ServerIdentity identity();

  /** Returns what is trusted; none of it is secret. */
  @Override
  public abstract String toString();

  static final class Plain extends ServerTrust {
    private final String words;
    private final Tls.ServerIdentity identity;

    Plain(
        String words,
        List<Source> sources,
        boolean checksHostName,
        Supplier<X509TrustManager> trust) {
      this.words = words;
      this.identity = new Tls.ServerIdentity(sources, checksHostName, trust);
    }

    @Override
    Tls.ServerIdentity identity() {
      return identity;
    }

    @Override
    public String toString() {
      return "ServerTrust{" + words + '}';
    }
  }

  /** Trust in certificates with certain names; immutable as every {@link ServerTrust} is. */
  public static final class CommonNames extends ServerTrust {
    private final Set<String> names;
    private final Set<Thumbprint> issuers;

    private CommonNames(Set<String> names, Set<Thumbprint> issuers) {
      this.names = names;
      this.issuers = issuers;
    }

    /**
     * Narrows common names to certificates of certain issuers. An issuer whose certificate the
     * server sends along need not be an authority of the JVM: its thumbprint is reason enough to
     * trust it.
     *
     * @param thumbprints of the certificates that may have signed the server's, in the form that
     *     {@link ServerTrust#thumbprints} takes; they take the place of those given before
     * @return a new trust
     * @throws NullPointerException if a thumbprint is null
     * @throws IllegalArgumentException if one has another form, or if there is none
     */
    public CommonNames issuedBy(String... thumbprints) {
      return new CommonNames(names, Thumbprint.parse(thumbprints));
    }

    @Override
    Tls.ServerIdentity identity() {
      return new Tls.ServerIdentity(List.of(), false, () -> new NameCheck(names, issuers));
    }

    @Override
    public String toString() {
      return "ServerTrust{commonNames=" + names + ", issuers=" + issuers + '}';
    }
  }
}
