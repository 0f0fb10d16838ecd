/** The {@code scale} sub-resource: one number of an object, the same for all types that have it. */
@NullMarked
package io.kubefed.apiserver.scale;

import org.jspecify.annotations.NullMarked;
