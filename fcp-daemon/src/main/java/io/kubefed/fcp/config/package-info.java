/** Flags, logging and the terminal: what an operator says, and what is said back. */
@NullMarked
package io.kubefed.fcp.config;

import org.jspecify.annotations.NullMarked;
