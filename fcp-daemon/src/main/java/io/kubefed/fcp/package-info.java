/** The launcher of the control plane. */
@NullMarked
package io.kubefed.fcp;

import org.jspecify.annotations.NullMarked;
