/** The stores of our API server on the real thing. */
@NullMarked
package io.kubefed.e2e.storage;

import org.jspecify.annotations.NullMarked;
