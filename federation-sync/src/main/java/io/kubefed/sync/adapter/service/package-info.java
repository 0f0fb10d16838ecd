/** Services: addresses and ports that each cluster allocates itself. */
@NullMarked
package io.kubefed.sync.adapter.service;

import org.jspecify.annotations.NullMarked;
