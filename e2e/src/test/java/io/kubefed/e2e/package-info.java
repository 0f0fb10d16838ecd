/** The whole system against real clusters. */
@NullMarked
package io.kubefed.e2e;

import org.jspecify.annotations.NullMarked;
