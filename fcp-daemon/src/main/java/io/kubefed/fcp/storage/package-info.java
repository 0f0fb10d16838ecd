/** {@code fcp storage}: what an operator does with the store of a federation API that is stopped. */
@NullMarked
package io.kubefed.fcp.storage;

import org.jspecify.annotations.NullMarked;
