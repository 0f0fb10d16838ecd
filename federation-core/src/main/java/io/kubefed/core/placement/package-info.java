/** Which members get a template: pure functions of annotations and labels. */
@NullMarked
package io.kubefed.core.placement;

import org.jspecify.annotations.NullMarked;
