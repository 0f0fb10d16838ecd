/**
 * Bytes of lists and watches as they stream, made into store entries without a tree in between.
 *
 * <p>May depend on {@code store}; knows nothing of connections.
 */
@NullMarked
package io.kubefed.informers.decode;

import org.jspecify.annotations.NullMarked;
