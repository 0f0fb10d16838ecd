/** Processes of their own, so that CPU and heap of one side are nobody else's; what they say is lines of {@code name=value}. */
@NullMarked
package io.kubefed.benchmarks.process;

import org.jspecify.annotations.NullMarked;
