/**
 * Commits upload sessions of the Service Fabric image store.
 *
 * <p>A large file reaches the image store in chunks, under an upload session that its uploader
 * named with a GUID. The commit makes the file whole:
 *
 * <pre>{@code
 * try (ImageStoreClient client = ImageStoreClient.create("http://localhost:19080")) {
 *   client.commitUploadSession(sessionId);
 * }
 * }</pre>
 *
 * <p>A call that returns has committed the session. One that throws ends in one of three ways, each
 * an {@link io.github.servicefabric.imagestore.ImageStoreException}:
 *
 * <ul>
 *   <li>{@link io.github.servicefabric.imagestore.FabricErrorException}: the cluster answered, and
 *       this call committed nothing. Its status and Fabric error code say why, its message what to
 *       do next.
 *   <li>{@link io.github.servicefabric.imagestore.ImageStoreUnreachableException}: no request
 *       reached the cluster.
 *   <li>{@link io.github.servicefabric.imagestore.OutcomeUnknownException}: a request may have done
 *       its work, and no answer settled it. Committing the same session again is safe.
 * </ul>
 *
 * <p>Nothing in this package is null unless it says so.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.servicefabric.imagestore;

import org.jspecify.annotations.NullMarked;
