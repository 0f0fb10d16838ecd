/** The embedded store of the API server: what group commit gains, and what an object costs in memory. */
@NullMarked
package io.kubefed.benchmarks.store;

import org.jspecify.annotations.NullMarked;
