/** The whole control plane and its members on one thread, in virtual time, under a seed that decides faults and edits. */
@NullMarked
package io.kubefed.simulation;

import org.jspecify.annotations.NullMarked;
