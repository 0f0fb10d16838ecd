/**
 * The sync engine: keeps every template true in the members that should have it.
 *
 * <p>The only package of the module that knows all the others.
 */
@NullMarked
package io.kubefed.sync;

import org.jspecify.annotations.NullMarked;
