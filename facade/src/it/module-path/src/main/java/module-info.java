/** A consumer that is a module. */
module consumer {
  requires io.github.servicefabric.imagestore;
}
