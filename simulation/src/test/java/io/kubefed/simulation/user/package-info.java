/** Those who change clusters besides the controllers: users of the federation API, and rivals in members. */
@NullMarked
package io.kubefed.simulation.user;

import org.jspecify.annotations.NullMarked;
