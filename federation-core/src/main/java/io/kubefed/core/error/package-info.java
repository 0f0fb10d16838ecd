/** What can go wrong with a cluster, divided by the only question that matters to a caller: may trying again help? */
@NullMarked
package io.kubefed.core.error;

import org.jspecify.annotations.NullMarked;
