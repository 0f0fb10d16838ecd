/** {@code fcp sandbox}: a federation API, its controllers and members in one process, on loopback, for a first look. Nothing is kept. */
@NullMarked
package io.kubefed.fcp.sandbox;

import org.jspecify.annotations.NullMarked;
