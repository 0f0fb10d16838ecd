/**
 * Objects in an etcd, which any number of API servers may share: a {@link io.kubefed.apiserver.storage.timeline.Timeline} that follows one
 * watch. Speaks etcd's gRPC with messages written by hand; there are few.
 */
@NullMarked
package io.kubefed.apiserver.storage.etcd;

import org.jspecify.annotations.NullMarked;
