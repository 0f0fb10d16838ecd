/** A server of lists and watches that costs its clients the same whoever they are; in a process of its own. */
@NullMarked
package io.kubefed.benchmarks.server;

import org.jspecify.annotations.NullMarked;
