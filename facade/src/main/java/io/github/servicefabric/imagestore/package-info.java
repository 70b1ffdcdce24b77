/**
 * Puts files and application packages into the Service Fabric image store.
 *
 * <p>A large file reaches the image store in chunks, under an upload session named by a GUID; a
 * commit then makes it whole. One call does all of that, and goes on where it was when it is called
 * again:
 *
 * <pre>{@code
 * try (ImageStoreClient client = ImageStoreClient.create("http://localhost:19080")) {
 *   client.uploadPackage(Path.of("MyAppPkg"), "MyApp");
 * }
 * }</pre>
 *
 * <p>A call that returns has done its work. One that throws ends in one of these ways, each an
 * {@link io.github.servicefabric.imagestore.ImageStoreException}:
 *
 * <ul>
 *   <li>{@link io.github.servicefabric.imagestore.FabricErrorException}: the cluster answered, and
 *       this call did nothing. Its status and Fabric error code say why, its message what to do
 *       next.
 *   <li>{@link io.github.servicefabric.imagestore.ImageStoreUnreachableException}: no request
 *       reached the cluster.
 *   <li>{@link io.github.servicefabric.imagestore.OutcomeUnknownException}: a request may have done
 *       its work, and no answer settled it. Calling again is safe.
 *   <li>{@link io.github.servicefabric.imagestore.SourceChangedException}: the file changed while
 *       it was read, and nothing was committed.
 *   <li>{@link io.github.servicefabric.imagestore.PackageUploadException}: some of a package's
 *       files did not get there; it has each with its reason.
 *   <li>{@link io.github.servicefabric.imagestore.PackageExistsException}: a whole package is there
 *       already, and was to stay.
 * </ul>
 *
 * <p>Nothing in this package is null unless it says so.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.servicefabric.imagestore;

import org.jspecify.annotations.NullMarked;
