/** How much is done at once and for how long: turns, time limits, and the end of it all. */
@NullMarked
package io.kubefed.apiserver.flow;

import org.jspecify.annotations.NullMarked;
