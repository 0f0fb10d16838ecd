/** What single types do beyond their schema: what they fill in, keep and refuse. */
@NullMarked
package io.kubefed.apiserver.rules;

import org.jspecify.annotations.NullMarked;
