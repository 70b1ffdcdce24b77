/** OkHttp, set up so that nothing hidden happens: requests out, answers and bodies in, tokens. */
@NullMarked
package io.github.servicefabric.imagestore.internal.http;

import org.jspecify.annotations.NullMarked;
