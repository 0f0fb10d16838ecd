/** The right to act: one Lease in the federation API, held by one process at a time. */
@NullMarked
package io.kubefed.fcp.leader;

import org.jspecify.annotations.NullMarked;
