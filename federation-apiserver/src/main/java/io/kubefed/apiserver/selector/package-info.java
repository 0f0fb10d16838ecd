/** Label selectors as objects have them, {@code matchLabels} and {@code matchExpressions}. */
@NullMarked
package io.kubefed.apiserver.selector;

import org.jspecify.annotations.NullMarked;
