/** Volume claims: each cluster binds its own volume. */
@NullMarked
package io.kubefed.sync.adapter.storage;

import org.jspecify.annotations.NullMarked;
