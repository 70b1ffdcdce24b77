package io.github.servicefabric.imagestore.quickstart;

import io.github.servicefabric.imagestore.ClientCredentials;
import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.ServerTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The quick start's way to a secure cluster: files and names come from the command line, secrets
 * from the environment, for a command line is there for all to see.
 */
final class Security {
  static final String PASSWORD = "IMAGESTORE_PASSWORD";
  static final String TOKEN = "IMAGESTORE_TOKEN";

  private final UnaryOperator<String> properties;
  private final UnaryOperator<String> environment;

  Security(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  void applyTo(ImageStoreClient.Builder builder) {
    onlyOne("ca", "thumbprint", "commonName");
    if (has("ca")) {
      builder.serverTrust(ServerTrust.certificateAuthorities(Path.of(property("ca"))));
    } else if (has("thumbprint")) {
      builder.serverTrust(ServerTrust.thumbprints(property("thumbprint").split(",")));
    } else if (has("commonName")) {
      ServerTrust.CommonNames named = ServerTrust.commonNames(property("commonName").split(","));
      builder.serverTrust(has("issuer") ? named.issuedBy(property("issuer").split(",")) : named);
    }
    String token = secret(TOKEN);
    if (has("certificate") && !token.isEmpty()) {
      throw new IllegalArgumentException("give either -Dcertificate or " + TOKEN + ", not both");
    }
    if (has("certificate")) {
      builder.credentials(certificate(Path.of(property("certificate"))));
    } else if (has("key")) {
      throw new IllegalArgumentException("-Dkey goes with -Dcertificate=<PEM file>");
    } else if (!token.isEmpty()) {
      builder.credentials(ClientCredentials.bearerToken(refused -> token));
    }
  }

  private ClientCredentials certificate(Path file) {
    char[] password = secret(PASSWORD).toCharArray();
    if (!has("key")) {
      return ClientCredentials.certificate(file, password);
    }
    Path key = Path.of(property("key"));
    return password.length == 0
        ? ClientCredentials.certificate(file, key)
        : ClientCredentials.certificate(file, key, password);
  }

  private void onlyOne(String... names) {
    List<String> given = Stream.of(names).filter(this::has).toList();
    if (given.size() > 1) {
      throw new IllegalArgumentException("give one of -D" + String.join(" and -D", given));
    }
    if (has("issuer") && !has("commonName")) {
      throw new IllegalArgumentException("-Dissuer goes with -DcommonName");
    }
  }

  private boolean has(String name) {
    return !property(name).isEmpty();
  }

  private String property(String name) {
    String value = properties.apply(name);
    return value == null ? "" : value;
  }

  private String secret(String name) {
    String value = environment.apply(name);
    return value == null ? "" : value;
  }
}
