/** Who the server is, who we are, and the files that say so and are renewed. */
@NullMarked
package io.github.servicefabric.imagestore.internal.tls;

import org.jspecify.annotations.NullMarked;
