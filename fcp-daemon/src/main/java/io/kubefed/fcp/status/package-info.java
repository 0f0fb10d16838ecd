/** What an operator and a probe may ask of a running server over HTTP: healthz, readyz, metrics. */
@NullMarked
package io.kubefed.fcp.status;

import org.jspecify.annotations.NullMarked;
