/** Objects in the heap, with a history that is bounded by the number of writes. */
@NullMarked
package io.kubefed.apiserver.storage.memory;

import org.jspecify.annotations.NullMarked;
