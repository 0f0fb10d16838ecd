/** What must hold once the faults are over. */
@NullMarked
package io.kubefed.simulation.judge;

import org.jspecify.annotations.NullMarked;
