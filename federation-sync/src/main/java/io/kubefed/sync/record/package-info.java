/** The Propagation record: what happened to a template in each member, kept in memory and written coalesced. */
@NullMarked
package io.kubefed.sync.record;

import org.jspecify.annotations.NullMarked;
