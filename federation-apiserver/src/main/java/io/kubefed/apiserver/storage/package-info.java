/**
 * Where objects are kept: keys, values and one counter of revisions for all, in the manner of etcd.
 *
 * <p>{@link io.kubefed.apiserver.storage.Storage} is what a backend implements; it knows nothing of Kubernetes but that a value
 * is a JSON object whose {@code metadata.resourceVersion} is its revision.
 */
@NullMarked
package io.kubefed.apiserver.storage;

import org.jspecify.annotations.NullMarked;
