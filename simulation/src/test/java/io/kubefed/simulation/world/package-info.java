/** The stage: clusters in this process, their clock, the way into them without a network, and the journal of what happens. */
@NullMarked
package io.kubefed.simulation.world;

import org.jspecify.annotations.NullMarked;
