/**
 * A client for the image store of a Service Fabric cluster. What callers use is the one exported
 * package; the others may change with every release.
 */
module io.github.servicefabric.imagestore {
  requires transitive okhttp3;
  requires io.github.servicefabric.imagestore.generated;
  requires com.squareup.moshi;
  requires okio;
  requires retrofit2;
  requires retrofit2.converter.moshi;
  requires static transitive org.jspecify;
  requires java.naming;
  // Its socket options are found by name.
  requires jdk.net;

  exports io.github.servicefabric.imagestore;
}
