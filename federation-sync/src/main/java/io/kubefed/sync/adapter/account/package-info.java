/** Service accounts: tokens that are good for one cluster only stay there. */
@NullMarked
package io.kubefed.sync.adapter.account;

import org.jspecify.annotations.NullMarked;
