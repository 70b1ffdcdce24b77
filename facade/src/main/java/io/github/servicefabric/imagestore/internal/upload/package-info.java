/** A file or a package on its way to the image store: plan, resume, parts, marks, progress. */
@NullMarked
package io.github.servicefabric.imagestore.internal.upload;

import org.jspecify.annotations.NullMarked;
