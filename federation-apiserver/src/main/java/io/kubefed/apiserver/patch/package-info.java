/** The patches of the Kubernetes API that are no server-side apply, on trees. Needs {@code type} and Jackson. */
@NullMarked
package io.kubefed.apiserver.patch;

import org.jspecify.annotations.NullMarked;
