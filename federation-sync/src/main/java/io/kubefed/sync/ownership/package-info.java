/** What is ours in a member, and who else is there: names, identity, hashes, drift. */
@NullMarked
package io.kubefed.sync.ownership;

import org.jspecify.annotations.NullMarked;
