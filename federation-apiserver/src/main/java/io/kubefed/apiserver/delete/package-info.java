/** Deleting objects: preconditions, finalizers, propagation policies, whole collections. */
@NullMarked
package io.kubefed.apiserver.delete;

import org.jspecify.annotations.NullMarked;
