/** Jobs: what a cluster generates for each stays there. */
@NullMarked
package io.kubefed.sync.adapter.job;

import org.jspecify.annotations.NullMarked;
