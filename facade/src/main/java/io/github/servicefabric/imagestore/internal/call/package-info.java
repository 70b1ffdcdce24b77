/** One call of any operation: its attempts, what each means, what they add up to. */
@NullMarked
package io.github.servicefabric.imagestore.internal.call;

import org.jspecify.annotations.NullMarked;
