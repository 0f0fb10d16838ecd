/** Secrets: what never leaves the federation API. */
@NullMarked
package io.kubefed.sync.adapter.secret;

import org.jspecify.annotations.NullMarked;
