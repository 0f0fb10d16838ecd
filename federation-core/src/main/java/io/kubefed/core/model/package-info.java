/**
 * The words of the federation as values: clusters, resource types, object keys, versions, conditions.
 *
 * <p>Depends on nothing but JSpecify; everything else may depend on it.
 */
@NullMarked
package io.kubefed.core.model;

import org.jspecify.annotations.NullMarked;
