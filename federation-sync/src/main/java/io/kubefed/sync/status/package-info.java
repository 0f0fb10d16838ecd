/** Brings the status of copies back to their template. */
@NullMarked
package io.kubefed.sync.status;

import org.jspecify.annotations.NullMarked;
