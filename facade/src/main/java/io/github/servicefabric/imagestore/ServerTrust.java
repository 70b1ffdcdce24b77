package io.github.servicefabric.imagestore;

import io.github.servicefabric.imagestore.internal.tls.AuthorityRule;
import io.github.servicefabric.imagestore.internal.tls.KeyStores;
import io.github.servicefabric.imagestore.internal.tls.NameRule;
import io.github.servicefabric.imagestore.internal.tls.Pem;
import io.github.servicefabric.imagestore.internal.tls.ServerCheck;
import io.github.servicefabric.imagestore.internal.tls.ServerIdentity;
import io.github.servicefabric.imagestore.internal.tls.ServerRule;
import io.github.servicefabric.imagestore.internal.tls.Source;
import io.github.servicefabric.imagestore.internal.tls.Thumbprint;
import io.github.servicefabric.imagestore.internal.tls.ThumbprintRule;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a client recognizes the cluster that it talks to, where the JVM's own trust does not do.
 * Immutable, hence safe for use by several threads; {@link ImageStoreClient.Builder#serverTrust}
 * takes it. There is no way to switch the check off.
 *
 * <p>Files are read when a client is built, and again when they change.
 */
public final class ServerTrust {
  private final List<Source> authorities;
  private final Set<Thumbprint> thumbprints;
  private final Set<String> names;
  private final Set<Thumbprint> issuers;

  private ServerTrust(
      List<Source> authorities,
      Set<Thumbprint> thumbprints,
      Set<String> names,
      Set<Thumbprint> issuers) {
    this.authorities = authorities;
    this.thumbprints = thumbprints;
    this.names = names;
    this.issuers = issuers;
  }

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
   * @throws IllegalArgumentException if there is none
   * @throws java.io.UncheckedIOException if a stream cannot be read
   */
  public static ServerTrust certificateAuthorities(InputStream... streams) {
    List<Source> sources = new ArrayList<>();
    for (InputStream stream : streams) {
      sources.add(Source.of(stream));
    }
    return ofAuthorities(sources);
  }

  private static ServerTrust ofAuthorities(List<Source> authorities) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("certificateAuthorities must have one source or more");
    }
    return new ServerTrust(List.copyOf(authorities), Set.of(), Set.of(), Set.of());
  }

  /**
   * Trusts the certificates with these thumbprints, within their dates, whoever signed them and
   * whatever host they name.
   *
   * @param thumbprints as Service Fabric's tools print them: SHA-1 or SHA-256, hexadecimal digits
   *     in any case, with or without colons or blanks; one or more
   * @return the trust
   * @throws NullPointerException if a thumbprint is null
   * @throws IllegalArgumentException if one has another form, or if there is none
   */
  public static ServerTrust thumbprints(String... thumbprints) {
    return new ServerTrust(List.of(), Thumbprint.parse(thumbprints), Set.of(), Set.of());
  }

  /**
   * Trusts certificates with one of these common names or DNS names that an authority of the JVM
   * signed, whatever host the endpoint names.
   *
   * @param names compared without regard to case; one or more
   * @return the trust, to which {@link #issuedBy} adds issuers
   * @throws NullPointerException if a name is null
   * @throws IllegalArgumentException if one is blank, or if there is none
   */
  public static ServerTrust commonNames(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("commonNames must have one name or more");
    }
    for (String name : names) {
      if (Objects.requireNonNull(name, "name must not be null").isBlank()) {
        throw new IllegalArgumentException("commonNames must not be blank");
      }
    }
    Set<String> known =
        Arrays.stream(names).map(NameRule::folded).collect(Collectors.toUnmodifiableSet());
    return new ServerTrust(List.of(), Set.of(), known, Set.of());
  }

  /**
   * Narrows common names to certificates of certain issuers. An issuer whose certificate the server
   * sends along need not be an authority of the JVM: its thumbprint is reason enough to trust it.
   *
   * @param thumbprints of the certificates that may have signed the server's, in the form that
   *     {@link #thumbprints} takes
   * @return a new trust
   * @throws NullPointerException if a thumbprint is null
   * @throws IllegalArgumentException if one has another form, or if there is none
   * @throws IllegalStateException if this trust does not go by common names
   */
  public ServerTrust issuedBy(String... thumbprints) {
    if (names.isEmpty()) {
      throw new IllegalStateException("issuedBy goes with commonNames only");
    }
    return new ServerTrust(authorities, this.thumbprints, names, Thumbprint.parse(thumbprints));
  }

  ServerIdentity identity() {
    return new ServerIdentity(
        authorities, thumbprints.isEmpty() && names.isEmpty(), () -> new ServerCheck(rule()));
  }

  private ServerRule rule() {
    if (!thumbprints.isEmpty()) {
      return new ThumbprintRule(thumbprints);
    }
    if (!names.isEmpty()) {
      return new NameRule(names, issuers);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Source source : authorities) {
      certificates.addAll(certificates(source));
    }
    return AuthorityRule.of(certificates);
  }

  private static List<X509Certificate> certificates(Source source) {
    byte[] content = source.read();
    return Pem.is(content)
        ? Pem.certificates(content, source.toString())
        : KeyStores.certificates(
            KeyStores.pkcs12(content, new char[0], source + ", which must go without a password"),
            source.toString());
  }

  /** Returns what is trusted; none of it is secret. */
  @Override
  public String toString() {
    return "ServerTrust{authorities="
        + authorities
        + ", thumbprints="
        + thumbprints
        + ", commonNames="
        + names
        + ", issuers="
        + issuers
        + '}';
  }
}
