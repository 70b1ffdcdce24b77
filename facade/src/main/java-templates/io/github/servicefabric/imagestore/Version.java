package io.github.servicefabric.imagestore;

/** The library's version, filled in by the build. */
final class Version {
  static final String VALUE = "${project.version}";

  private Version() {}
}
