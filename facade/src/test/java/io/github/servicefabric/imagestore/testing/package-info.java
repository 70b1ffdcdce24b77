/**
 * A fake image store for the tests of those who use the client. {@link
 * io.github.servicefabric.imagestore.testing.FakeImageStore} is the way in, {@link
 * io.github.servicefabric.imagestore.testing.StoreOperation} what it does for each operation,
 * {@link io.github.servicefabric.imagestore.testing.Fault} what can go wrong.
 */
@NullMarked
package io.github.servicefabric.imagestore.testing;

import org.jspecify.annotations.NullMarked;
