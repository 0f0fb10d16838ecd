/** The one door through which every delete in a member passes, the finalizers, and the tombstones of members that were away. */
@NullMarked
package io.kubefed.sync.deletion;

import org.jspecify.annotations.NullMarked;
