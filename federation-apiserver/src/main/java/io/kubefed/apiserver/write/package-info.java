/** Changing objects: create, replace, the four patches, sub-resources, and what the server itself sets on the way. */
@NullMarked
package io.kubefed.apiserver.write;

import org.jspecify.annotations.NullMarked;
