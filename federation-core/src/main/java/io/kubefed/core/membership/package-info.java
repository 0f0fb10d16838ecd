/**
 * Who is a member: {@code Cluster} objects, the address and credentials that they name, health, and the live view of all.
 */
@NullMarked
package io.kubefed.core.membership;

import org.jspecify.annotations.NullMarked;
