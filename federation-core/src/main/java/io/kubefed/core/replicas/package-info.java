/** How replicas are divided among members: pure functions of values, which need nothing but JSpecify. */
@NullMarked
package io.kubefed.core.replicas;

import org.jspecify.annotations.NullMarked;
