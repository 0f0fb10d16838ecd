/**
 * What an informer keeps: one entry per object, written by one thread, read by any without a lock.
 *
 * <p>Knows nothing of wires and watches.
 */
@NullMarked
package io.kubefed.informers.store;

import org.jspecify.annotations.NullMarked;
