/** Objects of a realistic size and variety, as bytes. */
@NullMarked
package io.kubefed.benchmarks.pods;

import org.jspecify.annotations.NullMarked;
