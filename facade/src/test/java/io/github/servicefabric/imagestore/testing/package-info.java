/** A fake image store for the tests of those who use the client. */
@NullMarked
package io.github.servicefabric.imagestore.testing;

import org.jspecify.annotations.NullMarked;
