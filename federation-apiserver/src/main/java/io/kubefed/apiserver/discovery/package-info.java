/** What the server says of itself: groups and types, old and aggregated, its version, and the schemas of its types. */
@NullMarked
package io.kubefed.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
